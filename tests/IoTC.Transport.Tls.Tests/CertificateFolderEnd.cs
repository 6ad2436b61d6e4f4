using IoTC.Transport.Tls.Tests.Servers;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests;

/// <summary>Deletes the certificates after the last test.</summary>
[SetUpFixture]
public sealed class CertificateFolderEnd
{
    [OneTimeTearDown]
    public void Delete() => CertificateFolder.Delete();
}
