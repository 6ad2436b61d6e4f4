using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Servers;

/// <summary>The certificates that openssl has made for this run, by name; see <c>make-certificates.sh</c>.</summary>
internal sealed class CertificateFolder : IDisposable
{
    private static readonly Lazy<CertificateFolder> Made = new(static () => new());

    private CertificateFolder()
    {
        Path = Directory.CreateTempSubdirectory("iotc-tls-").FullName;
        string script = System.IO.Path.Combine(AppContext.BaseDirectory, "make-certificates.sh");
        using Process process = Process.Start("bash", [script, Path]);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(File.ReadAllText(System.IO.Path.Combine(Path, "openssl.log")));
        }
    }

    public string Path { get; }

    /// <summary>The folder; the test is skipped where there is no openssl to make it.</summary>
    public static CertificateFolder Get()
    {
        if (!File.Exists("/usr/bin/openssl"))
        {
            Assert.Ignore("openssl is not installed: .ci/run installs it.");
        }

        return Made.Value;
    }

    public static void Delete()
    {
        if (Made.IsValueCreated)
        {
            Made.Value.Dispose();
        }
    }

    public string Pem(string name) => File.ReadAllText(FileOf(name));

    public string FileOf(string name) => System.IO.Path.Combine(Path, name + ".pem");

    /// <summary>Certificates in DER, in this order. A name with <c>!</c> after it is given a broken signature.</summary>
    public List<byte[]> Chain(IEnumerable<string> names)
    {
        List<byte[]> chain = [];
        foreach (string name in names)
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(FileOf(name.TrimEnd('!')));
            byte[] der = certificate.RawData;
            if (name.EndsWith('!'))
            {
                der[^1] ^= 1;
            }

            chain.Add(der);
        }

        return chain;
    }

    /// <summary>The private key file of a certificate: of its own when its key matters, else the one of all leaves.</summary>
    public string KeyFileOf(string name)
    {
        string own = name.Replace("good-", "", StringComparison.Ordinal) switch
        {
            "weak-key" => "rsa-1024",
            var other => other,
        };
        string file = System.IO.Path.Combine(Path, own.TrimEnd('!') + ".key");
        return File.Exists(file) ? file : System.IO.Path.Combine(Path, "leaf.key");
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
