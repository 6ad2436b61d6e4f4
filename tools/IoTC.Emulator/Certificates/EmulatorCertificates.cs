using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IoTC.Emulator.Security;

namespace IoTC.Emulator.Certificates;

/// <summary>The emulator's CA and server certificate, made on first use and kept in a folder when one is given.</summary>
internal sealed class EmulatorCertificates : IDisposable
{
    private const string AuthorityFile = "ca.pem";
    private const string AuthorityKeyFile = "ca.key.pem";
    private const string ServerFile = "server.pem";
    private const string ServerKeyFile = "server.key.pem";

    private EmulatorCertificates(X509Certificate2 authority, X509Certificate2 server, string? folder)
    {
        Server = server;
        AuthorityPem = authority.ExportCertificatePem() + "\n";
        AuthorityPath = folder is null ? null : Path.Combine(folder, AuthorityFile);
    }

    /// <summary>The leaf with its private key, ready for <c>SslStream</c>.</summary>
    public X509Certificate2 Server { get; }

    public string AuthorityPem { get; }

    /// <summary>Where the CA's PEM file is; null when nothing is kept.</summary>
    public string? AuthorityPath { get; }

    public static EmulatorCertificates Open(EmulatorOptions options)
    {
        ServerNames names = new(options.ExtraNames);
        string? folder = options.CertificateFolder is null ? null : Path.GetFullPath(options.CertificateFolder);
        using X509Certificate2 authority = TryLoad(folder, AuthorityFile, AuthorityKeyFile) ?? Save(CertificateMaker.CreateAuthority(), folder, AuthorityFile, AuthorityKeyFile);
        X509Certificate2? server = TryLoad(folder, ServerFile, ServerKeyFile);
        if (server is null || !names.Match(server) || server.Issuer != authority.Subject)
        {
            server?.Dispose();
            server = Save(CertificateMaker.CreateServer(authority, names), folder, ServerFile, ServerKeyFile);
        }

        // A key read from PEM is ephemeral, which some platforms' TLS will not use: go through PKCS #12 once.
        using (server)
        {
            X509Certificate2 usable = X509CertificateLoader.LoadPkcs12(server.Export(X509ContentType.Pkcs12), null);
            return new EmulatorCertificates(authority, usable, folder);
        }
    }

    public void Dispose() => Server.Dispose();

    private static X509Certificate2? TryLoad(string? folder, string file, string keyFile)
    {
        if (folder is null || !File.Exists(Path.Combine(folder, file)) || !File.Exists(Path.Combine(folder, keyFile)))
        {
            return null;
        }

        X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(Path.Combine(folder, file), Path.Combine(folder, keyFile));
        if (certificate.NotAfter > DateTime.Now.AddDays(1))
        {
            return certificate;
        }

        certificate.Dispose();
        return null;
    }

    private static X509Certificate2 Save(X509Certificate2 certificate, string? folder, string file, string keyFile)
    {
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, file), certificate.ExportCertificatePem() + "\n");
            using ECDsa key = certificate.GetECDsaPrivateKey()!;
            SecretFile.Write(Path.Combine(folder, keyFile), key.ExportPkcs8PrivateKeyPem());
        }

        return certificate;
    }
}
