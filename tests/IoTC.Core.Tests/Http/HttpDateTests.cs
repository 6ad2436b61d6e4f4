using System;
using System.Globalization;
using System.Text;
using IoTC.Http;
using NUnit.Framework;

namespace IoTC.Core.Tests.Http;

[TestFixture]
internal sealed class HttpDateTests
{
    [TestCase("Sun, 06 Nov 1994 08:49:37 GMT", 784111777)]
    [TestCase("Sunday, 06-Nov-94 08:49:37 GMT", 784111777)]
    [TestCase("Sun Nov  6 08:49:37 1994", 784111777)]
    [TestCase("Wed Nov 16 08:49:37 1994", 784975777)]
    [TestCase("Thu, 01 Jan 1970 00:00:00 GMT", 0)]
    [TestCase("Thursday, 01-Jan-70 00:00:00 GMT", 0)]
    [TestCase("Thursday, 31-Dec-69 00:00:00 GMT", 3155673600, Description = "2069")]
    [TestCase("Tue, 29 Feb 2000 23:59:59 GMT", 951868799)]
    [TestCase("Sat, 31 Dec 2016 23:59:60 GMT", 1483228800, Description = "leap second")]
    [TestCase("Tue, 19 Jan 2038 03:14:08 GMT", 2147483648)]
    public void Parses(string text, long unixSeconds)
    {
        Assert.That(TryParse(text, out long parsed), Is.True);
        Assert.That(parsed, Is.EqualTo(unixSeconds));
    }

    [TestCase("")]
    [TestCase(",")]
    [TestCase("Sun,")]
    [TestCase("Sun, ")]
    [TestCase("Sun,06 Nov 1994 08:49:37 GMT")]
    [TestCase("Sun, 6 Nov 1994 08:49:37 GMT")]
    [TestCase("Sun, 06 Nov 1994 08:49:37 UTC")]
    [TestCase("Sun, 06 Nov 1994 08:49:37")]
    [TestCase("Sun, 06 Nov 1994 08:49:37 GMT ")]
    [TestCase("Sun, 06 nov 1994 08:49:37 GMT")]
    [TestCase("Sun, 06 Nox 1994 08:49:37 GMT")]
    [TestCase("Sun, 00 Nov 1994 08:49:37 GMT")]
    [TestCase("Sun, 31 Nov 1994 08:49:37 GMT")]
    [TestCase("Tue, 29 Feb 1900 08:49:37 GMT")]
    [TestCase("Tue, 29 Feb 2023 08:49:37 GMT")]
    [TestCase("Sun, 06 Nov 1994 24:00:00 GMT")]
    [TestCase("Sun, 06 Nov 1994 08:60:37 GMT")]
    [TestCase("Sun, 06 Nov 1994 08:49:61 GMT")]
    [TestCase("Sun, 06 Nov 1994 -8:49:37 GMT")]
    [TestCase("Sun, 06 Nov 1994 08-49-37 GMT")]
    [TestCase("Sun, 06 Nov 0000 08:49:37 GMT")]
    [TestCase("Sun, x6 Nov 1994 08:49:37 GMT")]
    [TestCase("Sunday, 06-Nov-1994 08:49:37 GMT")]
    [TestCase("Sunday, 06 Nov 94 08:49:37 GMT")]
    [TestCase("Sunday, 06-Nov-x4 08:49:37 GMT")]
    [TestCase("Sun Nov 6 08:49:37 1994")]
    [TestCase("Sun Nov   08:49:37 1994 ")]
    [TestCase("1994-11-06T08:49:37Z")]
    [TestCase("784111777")]
    public void RefusesEverythingElse(string text) => Assert.That(TryParse(text, out _), Is.False);

    [Test]
    public void EveryDayAgreesWithDotNet()
    {
        var random = new Random(13);
        var day = new DateTime(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (; day.Year < 2500; day = day.AddDays(1))
        {
            DateTime time = day.AddSeconds(random.Next(86400));
            long expected = new DateTimeOffset(time).ToUnixTimeSeconds();
            if (!TryParse(time.ToString("r", CultureInfo.InvariantCulture), out long parsed) || parsed != expected) Assert.Fail($"{time:r}");
        }
    }

    [Test]
    public void IsNotLedPastItsRange()
    {
        byte[] framed = Encoding.ASCII.GetBytes("xSun, 06 Nov 1994 08:49:37 GMTx");
        Assert.That(HttpDate.TryParse(framed, 1, framed.Length - 2, out _), Is.True);
        for (int count = 0; count < framed.Length - 2; count++) Assert.That(HttpDate.TryParse(framed, 1, count, out _), Is.False);
    }

    private static bool TryParse(string text, out long unixSeconds)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        return HttpDate.TryParse(bytes, 0, bytes.Length, out unixSeconds);
    }
}
