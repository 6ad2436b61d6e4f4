using System.Linq;
using IoTC.Upload;
using NUnit.Framework;

namespace IoTC.Core.Tests.Upload;

/// <summary>Which names of files are taken.</summary>
[TestFixture]
internal sealed class BlobNameTests
{
    [TestCase("a")]
    [TestCase("logs/2026-11-26/boot 1.txt")]
    [TestCase("größe/😀.bin")]
    [TestCase("a?b#c%d")]
    public void GoodNames(string name) => Assert.That(() => BlobName.Validate(name, "device-1"), Throws.Nothing);

    [TestCase("", "is empty")]
    [TestCase("/a", "empty segment")]
    [TestCase("a/", "empty segment")]
    [TestCase("a//b", "empty segment")]
    [TestCase("..", "ends with a dot")]
    [TestCase("a/./b", "ends with a dot")]
    [TestCase("name.", "ends with a dot")]
    [TestCase("a\\b", "backslash")]
    [TestCase("a\nb", "control character")]
    public void BadNames(string name, string reason) => Assert.That(() => BlobName.Validate(name, "device-1"), Throws.ArgumentException.With.Message.Contains(reason));

    // Not as an argument of an attribute, which is UTF-8.
    [Test]
    public void HalfASurrogatePair() => Assert.That(() => BlobName.Validate("a\ud83d", "device-1"), Throws.ArgumentException.With.Message.Contains("surrogate"));

    [Test]
    public void LengthsAreThoseOfTheStorage()
    {
        Assert.That(() => BlobName.Validate(new string('a', 1015), "device-1"), Throws.Nothing);
        Assert.That(() => BlobName.Validate(new string('a', 1016), "device-1"), Throws.ArgumentException.With.Message.Contains("1015 characters"));
        Assert.That(() => BlobName.Validate(string.Join('/', Enumerable.Repeat("a", 254)), "device-1"), Throws.ArgumentException.With.Message.Contains("253 segments"));
        Assert.That(() => BlobName.Validate(null!, "device-1"), Throws.ArgumentNullException);
    }
}
