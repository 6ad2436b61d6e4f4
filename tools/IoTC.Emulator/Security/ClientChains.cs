using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Emulator.Security;

/// <summary>The intermediates that clients sent with their certificates in the TLS handshake, by certificate: a resumed session sends none.</summary>
/// <remarks>Nothing here is trusted; it only helps to build a chain.</remarks>
internal sealed class ClientChains
{
    private const int MaxCount = 1000;

    private readonly ConcurrentDictionary<string, X509Certificate2Collection> _chains = new();

    /// <summary>Keeps copies: TLS disposes its own after the handshake.</summary>
    public void Remember(X509Certificate2 certificate, X509Chain? chain)
    {
        if (chain is null || chain.ChainPolicy.ExtraStore.Count == 0)
        {
            return;
        }

        X509Certificate2Collection copies = [];
        foreach (X509Certificate2 intermediate in chain.ChainPolicy.ExtraStore)
        {
            copies.Add(X509CertificateLoader.LoadCertificate(intermediate.RawData));
        }

        if (_chains.Count >= MaxCount)
        {
            _chains.Clear();
        }

        _chains[certificate.Thumbprint] = copies;
    }

    public X509Certificate2Collection Of(X509Certificate2? certificate) =>
        certificate is not null && _chains.TryGetValue(certificate.Thumbprint, out X509Certificate2Collection? chain) ? chain : [];
}
