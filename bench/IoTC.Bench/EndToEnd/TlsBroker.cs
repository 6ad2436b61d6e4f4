using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

namespace IoTC.Bench.EndToEnd;

/// <summary>mosquitto over TLS on loopback, with certificates of its own.</summary>
internal sealed class TlsBroker : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _rest;
    private readonly string _folder;

    private TlsBroker(Process process, string folder, int port, string roots)
    {
        _process = process;
        _rest = process.StandardError.ReadToEndAsync();
        _folder = folder;
        Port = port;
        Roots = roots;
    }

    public int Port { get; }

    /// <summary>PEM of the root that its certificate leads to.</summary>
    public string Roots { get; }

    /// <param name="port">The port, or 0 for a free one.</param>
    public static async Task<TlsBroker> StartAsync(int port = 0)
    {
        string folder = Directory.CreateTempSubdirectory("bench").FullName;
        string roots = WriteCertificates(folder);
        if (port == 0) port = FreePort();
        string file = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(file, string.Create(
            CultureInfo.InvariantCulture,
            $"user root\nlistener {port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\nlog_dest stderr\ncertfile {folder}/leaf.pem\nkeyfile {folder}/leaf.key\n"));
        var process = new Process { StartInfo = new ProcessStartInfo("mosquitto", ["-c", file]) { RedirectStandardError = true } };
        process.Start();
        for (string? line = ""; line != null && !line.EndsWith("running", StringComparison.Ordinal);) line = await process.StandardError.ReadLineAsync();
        return new TlsBroker(process, folder, port, roots);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _rest;
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string WriteCertificates(string folder)
    {
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=bench root", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var rootId = new X509SubjectKeyIdentifierExtension(root.PublicKey, false);
        root.CertificateExtensions.Add(rootId);
        DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1);
        using X509Certificate2 rootCertificate = root.CreateSelfSigned(from, from.AddDays(10));

        using ECDsa leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = new CertificateRequest("CN=bench", leafKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        leaf.CertificateExtensions.Add(names.Build());
        leaf.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(rootId));
        leaf.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using X509Certificate2 leafCertificate = leaf.Create(rootCertificate, from, from.AddDays(9), [1, 2, 3, 4]);
        File.WriteAllText(Path.Combine(folder, "leaf.pem"), leafCertificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "leaf.key"), leafKey.ExportPkcs8PrivateKeyPem());
        return rootCertificate.ExportCertificatePem();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
