using System;

namespace IoTC.Security;

/// <summary>Tells that an <see cref="IKeySigner"/> threw.</summary>
internal static class SignerFailure
{
    // The type only: a message may hold what must not be told.
    public static string Describe(Exception exception)
        => "The device's key could not sign (" + exception.GetType().Name + "). Check the signer, or what keeps its key.";
}
