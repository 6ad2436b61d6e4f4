using System;
using System.Diagnostics.CodeAnalysis;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>Whether encrypted keys and PKCS#12 files can be read. A NativeAOT program that has none may leave out the ciphers of thirty years which they come with.</summary>
internal static class EncryptedKeySupport
{
    private const string Switch = "IoTC.Transport.Tls.EncryptedKeys";

    /// <summary>True unless the program's project sets <c>IoTCEncryptedKeys</c> to false; a constant to the trimmer then.</summary>
    [FeatureSwitchDefinition(Switch)]
    public static bool IsEnabled => !AppContext.TryGetSwitch(Switch, out bool isEnabled) || isEnabled;

    /// <summary>The error for a program that was built without it.</summary>
    public static ArgumentException LeftOut(string what) =>
        new($"{what}, and this program was built without what reads that: give an unencrypted PEM key, or build it without IoTCEncryptedKeys=false.");
}
