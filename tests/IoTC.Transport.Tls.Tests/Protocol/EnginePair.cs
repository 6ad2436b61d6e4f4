using System;
using System.Security.Authentication;
using IoTC.Transport.Tls.Protocol;
using IoTC.Transport.Tls.Tests.Servers;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IoTC.Transport.Tls.Tests.Protocol;

/// <summary>An engine and a server, joined in memory: no socket, and a clock that stands until it is moved.</summary>
internal sealed class EnginePair
{
    private readonly byte[] _toClient = new byte[70_000];

    public EnginePair(CertificateFolder folder, SslProtocols protocol, StandingClock? clock = null)
    {
        TlsSettings settings = new(
            new BcTlsCrypto(), new ServerCertificateValidator(TrustedRoots.FromPem(folder.Pem("root"))), clock ?? new StandingClock(), null, [], HandshakeTimeoutMs: 1_000);
        Server.Accept(new BouncyCastlePeer(
            folder.Chain(["good-direct"]), BouncyCastlePeer.ReadKey(folder.KeyFileOf("good-direct")), [protocol == SslProtocols.Tls13 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12]));
        Client = new(settings, ServerHost.Parse("localhost"));
    }

    public TlsEngine Client { get; }

    public TlsServerProtocol Server { get; } = new();

    /// <summary>Carries bytes both ways until neither side has more to say; the client gets them in pieces as the rule says.</summary>
    /// <param name="nextPiece">From the number of bytes that wait, how many come next.</param>
    /// <param name="tamper">What happens to them on the way.</param>
    public void Run(Func<int, int> nextPiece, Action<byte[], int>? tamper = null)
    {
        bool hasMoved = true;
        while (hasMoved && Client.Status >= 0)
        {
            hasMoved = CarryToServer();
            int waiting = Server.ReadOutput(_toClient, 0, Math.Min(Server.GetAvailableOutputBytes(), _toClient.Length));
            hasMoved |= waiting > 0;
            tamper?.Invoke(_toClient, waiting);
            Feed(_toClient.AsSpan(0, waiting), nextPiece);
        }

        CarryToServer();
    }

    /// <summary>Gives the client bytes in pieces; what it has no room for is not lost, since it reads in between.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, Func<int, int> nextPiece)
    {
        while (bytes.Length > 0 && Client.Status >= 0)
        {
            // Looking changes nothing: plaintext stays until it is read.
            Client.GetReceiveWindow(out byte[] buffer, out int offset, out int room);
            int count = Math.Min(Math.Min(nextPiece(bytes.Length), bytes.Length), room);
            bytes[..count].CopyTo(buffer.AsSpan(offset));
            Client.CommitReceived(count);
            bytes = bytes[count..];
        }
    }

    private bool CarryToServer()
    {
        bool hasMoved = false;
        while (Client.TryGetOutput(out byte[] buffer, out int offset, out int count))
        {
            hasMoved = true;
            try
            {
                Server.OfferInput(buffer, offset, count);
            }
            catch (System.IO.IOException)
            {
                // It was told of an end.
            }

            Client.AdvanceOutput(count);
        }

        return hasMoved;
    }
}
