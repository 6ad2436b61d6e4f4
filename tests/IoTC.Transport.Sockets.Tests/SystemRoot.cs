using System;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests;

/// <summary>A root that the platform trusts for this run: in the user's store of a home directory that is thrown away.</summary>
[SetUpFixture]
public sealed class SystemRoot
{
    private readonly string _home = Directory.CreateTempSubdirectory("iotc-home").FullName;

    internal static TestPki Pki { get; } = TestPki.CreateRoot("Machine Root");

    // Runs before anything has looked at a store: .NET finds its home once and loads the stores once.
    [OneTimeSetUp]
    public void Trust()
    {
        Environment.SetEnvironmentVariable("HOME", _home);
        using X509Store store = new(StoreName.Root, StoreLocation.CurrentUser, OpenFlags.ReadWrite);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(Pki.Certificate.RawData);
        store.Add(certificate);
    }

    [OneTimeTearDown]
    public void Forget() => Directory.Delete(_home, recursive: true);
}
