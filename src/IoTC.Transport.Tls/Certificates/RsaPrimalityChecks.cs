using System;
using Org.BouncyCastle.Utilities;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>Switches off, on this thread and until it is disposed, the test that a stranger's RSA modulus is no prime.</summary>
/// <remarks>BouncyCastle runs it on every RSA public key it makes: 20 ms each, and no peer gains from a modulus that only weakens its own key.</remarks>
internal readonly struct RsaPrimalityChecks : IDisposable
{
    public static RsaPrimalityChecks Off()
    {
        Properties.SetThreadInt32(Properties.RsaMaxMRTests, 0);
        return default;
    }

    public void Dispose() => Properties.RemoveThreadProperty(Properties.RsaMaxMRTests);
}
