extern alias dotnet;

using DotNet = dotnet::System.Security.Cryptography.X509Certificates;

namespace System.Security.Cryptography.X509Certificates;

/// <summary>A board's certificate: PEM or DER, and several PEM ones count as one.</summary>
public class X509Certificate
{
    public X509Certificate(string certificate)
    {
        Collection.ImportFromPem(certificate);
        if (Collection.Count == 0) throw new ArgumentException("board: no certificate");
    }

    internal DotNet.X509Certificate2Collection Collection { get; } = [];
}

public class X509Certificate2(string certificate, string key, string password) : X509Certificate(certificate)
{
    internal DotNet.X509Certificate2 WithKey { get; } =
        password.Length == 0 ? DotNet.X509Certificate2.CreateFromPem(certificate, key) : DotNet.X509Certificate2.CreateFromEncryptedPem(certificate, key, password);
}
