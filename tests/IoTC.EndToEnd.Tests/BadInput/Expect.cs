using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.BadInput;

/// <summary>What every failure has to be: one error of the right cause, in words that name cause and remedy, with no secret in them.</summary>
internal static class Expect
{
    public static void Failure(IoTCException exception, IoTCOptions options, IoTCError error, params string[] words)
    {
        Assert.That(exception.Error, Is.EqualTo(error), exception.Message);
        foreach (string word in words) Assert.That(exception.Message, Does.Contain(word));
        Assert.That(exception.Message, Does.EndWith(".").And.Not.Contain("\n").And.Not.Contain("SharedAccessSignature").And.Not.Contain("sig="));
        Assert.That(exception.InnerException, Is.Null);
        Assert.That(options.Credential!.ToString(), Does.EndWith("key"));
    }
}
