using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IoTC.Transport.Tls.Tests.Servers;

/// <summary>A server that presents whatever certificates it is given, however bad; openssl and SslStream would refuse to load some. Echoes what it reads.</summary>
internal sealed class BouncyCastleServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<byte[]> _chain;
    private readonly AsymmetricKeyParameter _key;
    private readonly ProtocolVersion[] _versions;
    private readonly Task _running;

    public BouncyCastleServer(List<byte[]> chain, string keyFile, params ProtocolVersion[] versions)
    {
        _chain = chain;
        _versions = versions.Length > 0 ? versions : ProtocolVersion.TLSv13.DownTo(ProtocolVersion.TLSv12);
        using StreamReader reader = new(keyFile);
        object pem = new PemReader(reader).ReadObject();
        _key = pem is AsymmetricCipherKeyPair pair ? pair.Private : (AsymmetricKeyParameter)pem;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _running;
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                Socket client = _listener.Accept();
                _ = Task.Factory.StartNew(() => Serve(client), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private void Serve(Socket client)
    {
        try
        {
            using NetworkStream stream = new(client, ownsSocket: true);
            TlsServerProtocol protocol = new(stream);
            protocol.Accept(new Peer(_chain, _key, _versions));
            byte[] buffer = new byte[1_024];
            for (int count; (count = protocol.Stream.Read(buffer)) > 0;)
            {
                protocol.Stream.Write(buffer.AsSpan(0, count));
            }

            protocol.Close();
        }
        catch (IOException)
        {
            // The client has refused, or has gone.
        }
    }

    private sealed class Peer(List<byte[]> chain, AsymmetricKeyParameter key, ProtocolVersion[] versions) : DefaultTlsServer(new BcTlsCrypto())
    {
        protected override ProtocolVersion[] GetSupportedVersions() => versions;

        protected override int[] GetSupportedCipherSuites() =>
        [
            CipherSuite.TLS_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        ];

        protected override TlsCredentialedSigner GetECDsaSignerCredentials() => Signer();

        protected override TlsCredentialedSigner GetRsaSignerCredentials() => Signer();

        public override TlsCredentials GetCredentials() => TlsUtilities.IsTlsV13(m_context) ? Signer() : base.GetCredentials();

        private BcDefaultTlsCredentialedSigner Signer()
        {
            bool isTls13 = TlsUtilities.IsTlsV13(m_context);
            SignatureAndHashAlgorithm algorithm = key is ECPrivateKeyParameters ec
                ? new(ec.Parameters.N.BitLength switch { 256 => HashAlgorithm.sha256, 384 => HashAlgorithm.sha384, _ => HashAlgorithm.sha512 }, SignatureAlgorithm.ecdsa)
                : SignatureAndHashAlgorithm.rsa_pss_rsae_sha256;
            List<CertificateEntry> entries = chain.ConvertAll(der => new CertificateEntry(Crypto.CreateCertificate(der), null));
            Certificate certificate = isTls13 ? new([], [.. entries]) : new([.. entries.ConvertAll(entry => entry.Certificate)]);
            return new(new TlsCryptoParameters(m_context), (BcTlsCrypto)Crypto, key, certificate, TlsUtilities.IsTlsV12(m_context) ? algorithm : null);
        }
    }
}
