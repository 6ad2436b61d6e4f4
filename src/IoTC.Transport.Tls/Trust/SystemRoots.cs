using System;
using System.IO;

namespace IoTC.Transport.Tls.Trust;

/// <summary>Finds the bundle of roots that the machine's distribution keeps.</summary>
internal static class SystemRoots
{
    // What OpenSSL, curl and Go look at before they search.
    private const string Variable = "SSL_CERT_FILE";

    private static readonly string[] Places =
    [
        "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Arch
        "/etc/pki/tls/certs/ca-bundle.crt", // Red Hat, Fedora
        "/etc/ssl/ca-bundle.pem", // SUSE
        "/etc/ssl/cert.pem", // Alpine, OpenBSD, macOS
    ];

    public static RootIndex Read() => Read(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file ? [file] : Places);

    /// <summary>Reads the first bundle that is there.</summary>
    internal static RootIndex Read(string[] places)
    {
        foreach (string place in places)
        {
            if (!File.Exists(place))
            {
                continue;
            }

            try
            {
                return RootIndex.FromPem(File.ReadAllText(place));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return None($"The system's roots in {place} cannot be read: {e.Message}");
            }
        }

        return None($"This machine has no bundle of roots in {string.Join(", ", places)}; install ca-certificates, give roots as PEM, or use those of Azure.");
    }

    private static RootIndex None(string reason)
    {
        RootIndex index = new();
        index.Skip(reason);
        return index;
    }
}
