extern alias dotnet;

using System.IO;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Chains = dotnet::System.Security.Cryptography.X509Certificates;
using Tls = dotnet::System.Net.Security;

namespace System.Net.Security;

#pragma warning disable CA1008, CA1027, CA1069, CA1711, CA5397, CA5398 // the board's names and values

public enum SslProtocols
{
    Tls12 = 3072,
}

public enum SslVerification
{
    NoVerification = 1,
    CertificateRequired = 4,
}

/// <summary>A board's TLS over .NET's: failures are mbedTLS's numbers, reads take one record, and DataAvailable knows only what is decrypted.</summary>
public class SslStream(Socket socket) : IDisposable
{
    private readonly byte[] _plain = new byte[16384];
    private readonly Tls.SslStream _tls = new(new OneRecordStream(socket.Real));
    private int _start;
    private int _end;

    /// <summary>The roots in the device's own store.</summary>
    public static X509Certificate? StoredRoots { get; set; }

    public SslVerification SslVerification { get; set; } = SslVerification.CertificateRequired;

    public bool UseStoredDeviceCertificate { get; set; }

    public bool DataAvailable => _end > _start;

    public void AuthenticateAsClient(string targetHost, X509Certificate? clientCertificate, X509Certificate? ca, SslProtocols enabledSslProtocols)
    {
        if (enabledSslProtocols != SslProtocols.Tls12 || SslVerification != SslVerification.CertificateRequired) throw new InvalidOperationException("board: what IoTC always asks for");
        bool isRefused = false;
        Tls.SslClientAuthenticationOptions options = new()
        {
            TargetHost = targetHost,
            EnabledSslProtocols = global::System.Security.Authentication.SslProtocols.Tls12,
            ClientCertificates = clientCertificate is X509Certificate2 own ? [own.WithKey] : null,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                bool isWrongHost = (errors & Tls.SslPolicyErrors.RemoteCertificateNameMismatch) != 0;
                isRefused = isWrongHost || !IsTrusted((Chains.X509Certificate2)certificate!, chain!, ca ?? StoredRoots);
                return !isRefused;
            },
        };
        try
        {
            _tls.AuthenticateAsClient(options);
        }
        catch (Exception e)
        {
            throw new SocketException((SocketError)(isRefused ? -0x2700 : e is IOException ? -0x50 : -0x7780));
        }
    }

    public int Read(byte[] buffer, int offset, int size)
    {
        if (!DataAvailable)
        {
            socket.Real.ReceiveTimeout = socket.ReceiveTimeout;
            _start = 0;
            _end = 0;
            _end = Translate(() => _tls.Read(_plain, 0, _plain.Length));
        }

        int count = Math.Min(size, _end - _start);
        Array.Copy(_plain, _start, buffer, offset, count);
        _start += count;
        return count;
    }

    public void Write(byte[] buffer, int offset, int size)
    {
        socket.Real.SendTimeout = socket.SendTimeout;
        Translate(() =>
        {
            _tls.Write(buffer, offset, size);
            return 0;
        });
    }

    public void Dispose()
    {
        // The board sends close_notify and closes the socket.
        socket.Close();
        _tls.Dispose();
        GC.SuppressFinalize(this);
    }

    private static int Translate(Func<int> call)
    {
        try
        {
            return Socket.Translate(call);
        }
        catch (IOException)
        {
            throw new SocketException((SocketError)(-0x7280));
        }
    }

    private static bool IsTrusted(Chains.X509Certificate2 certificate, Chains.X509Chain chain, X509Certificate? roots)
    {
        if (roots == null) return false;
        chain.ChainPolicy.TrustMode = Chains.X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Clear();
        chain.ChainPolicy.CustomTrustStore.AddRange(roots.Collection);
        chain.ChainPolicy.RevocationMode = Chains.X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
