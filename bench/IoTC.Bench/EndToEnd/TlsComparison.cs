using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using IoTC.Transport.Sockets;

namespace IoTC.Bench.EndToEnd;

/// <summary>The latency of <see cref="LatencyComparison"/> over TLS, to mosquitto.</summary>
internal static class TlsComparison
{
    public static async Task RunAsync(TextWriter output)
    {
        string folder = Directory.CreateTempSubdirectory("bench").FullName;
        string roots = WriteCertificates(folder);
        int port = FreePort();
        string file = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(file, string.Create(
            CultureInfo.InvariantCulture,
            $"user root\nlistener {port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\nlog_dest stderr\ncertfile {folder}/leaf.pem\nkeyfile {folder}/leaf.key\n"));
        using var broker = new Process { StartInfo = new ProcessStartInfo("mosquitto", ["-c", file]) { RedirectStandardError = true } };
        broker.Start();
        for (string? line = ""; line != null && !line.EndsWith("running", StringComparison.Ordinal);) line = await broker.StandardError.ReadLineAsync();
        Task<string> rest = broker.StandardError.ReadToEndAsync();
        try
        {
            Contender[] contenders = [new MqttNetContender(tls: true), new AsyncClientContender(new SocketTransport { TrustedRootsPem = roots, TrustOnlyGivenRoots = true })];
            foreach (Contender contender in contenders) await contender.ConnectAsync(port);
            double[][] ratios = await LatencyComparison.MeasureAsync(contenders, output);
            output.WriteLine();
            output.WriteLine($"Bars: p50 ≤ 0.65 × MQTTnet: {Statistics.AtMost(ratios[1][2], 0.65)}.");
            foreach (Contender contender in contenders) await contender.DisposeAsync();
        }
        finally
        {
            broker.Kill();
            await broker.WaitForExitAsync();
            await rest;
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string WriteCertificates(string folder)
    {
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=bench root", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1);
        using X509Certificate2 rootCertificate = root.CreateSelfSigned(from, from.AddDays(10));

        using ECDsa leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = new CertificateRequest("CN=bench", leafKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        leaf.CertificateExtensions.Add(names.Build());
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
