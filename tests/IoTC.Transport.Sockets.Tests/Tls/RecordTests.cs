using System;
using System.Security.Authentication;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Tls;

/// <summary>TLS records that come in pieces, never end, or cannot leave: no limit is broken and no byte is lost.</summary>
[TestFixture(SslProtocols.Tls12)]
[TestFixture(SslProtocols.Tls13)]
public sealed class RecordTests(SslProtocols protocol)
{
    private const int PatienceMs = 20_000;

    private readonly TestPki _root = TestPki.CreateRoot();
    private readonly byte[] _window = new byte[4_096];
    private EchoServer _server = null!;
    private HoldingProxy _proxy = null!;
    private SocketTransport _transport = null!;

    [SetUp]
    public void Open()
    {
        _server = TlsServer.Start(_root.Issue(), protocol);
        _proxy = new(_server.Port);
        _transport = new() { TrustedRootsPem = _root.Pem, TrustOnlyGivenRoots = true };
        Assert.That(_transport.Open("localhost", _proxy.Port, PatienceMs), Is.Zero, _transport.LastFailure);

        // Everything of the handshake has passed when the first echo has.
        Assert.That(_transport.Send([7], 0, 1, PatienceMs), Is.EqualTo(1));
        Assert.That(ReceiveSome(), Is.EqualTo(1));
    }

    [TearDown]
    public async Task Close()
    {
        _transport.Close();
        _proxy.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public void Record_split_at_every_index_is_received_whole_or_not_at_all()
    {
        _proxy.HoldServer();
        byte[] record = NextRecord(0);
        _proxy.Release(record);
        Assert.That(ReceiveSome(), Is.EqualTo(20));
        for (int split = 1; split < record.Length; split++)
        {
            byte[] next = NextRecord((byte)split);
            _proxy.Release(next.AsSpan(0, split));
            Assert.That(_transport.Receive(_window, 0, _window.Length, split % 3), Is.Zero, $"{split} bytes of {next.Length}");
            _proxy.Release(next.AsSpan(split));
            Assert.That(ReceiveSome(), Is.EqualTo(20), $"split at {split}");
            Assert.That(_window[0], Is.EqualTo(split));
        }
    }

    [Test]
    public void Record_byte_by_byte_is_received_at_its_last_byte()
    {
        _proxy.HoldServer();
        byte[] record = NextRecord(9);
        for (int i = 0; i < record.Length; i++)
        {
            Assert.That(_transport.Receive(_window, 0, _window.Length, 0), Is.Zero, $"before byte {i}");
            _proxy.Release(record.AsSpan(i, 1));
        }

        Assert.That(ReceiveSome(), Is.EqualTo(20));
        Assert.That(_transport.Receive(_window, 0, _window.Length, 0), Is.Zero, "after it");
    }

    [Test]
    public void Records_glued_together_are_received_in_order()
    {
        _proxy.HoldServer();
        byte[] first = NextRecord(1);
        byte[] second = NextRecord(2);
        _proxy.Release([.. first, .. second.AsSpan(0, 10)]);
        Assert.That(ReceiveSome(), Is.EqualTo(20));
        Assert.That(_window[0], Is.EqualTo(1));
        Assert.That(_transport.Receive(_window, 0, _window.Length, 0), Is.Zero);
        _proxy.Release(second.AsSpan(10));
        Assert.That(ReceiveSome(), Is.EqualTo(20));
        Assert.That(_window[0], Is.EqualTo(2));
    }

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(10)]
    public void End_without_close_notify_is_truncated(int bytesOfRecord)
    {
        _proxy.HoldServer();
        _proxy.Release(NextRecord(1).AsSpan(0, bytesOfRecord));
        _proxy.EndClient();
        Assert.That(ReceiveSome(), Is.EqualTo(TransportStatus.Truncated));
        Assert.That(_transport.LastFailure, Does.Contain("close_notify"));
    }

    [Test]
    public void Damaged_record_ends_the_stream()
    {
        _proxy.HoldServer();
        byte[] record = NextRecord(1);
        record[^1] ^= 1;
        _proxy.Release(record);
        Assert.That(ReceiveSome(), Is.EqualTo(TransportStatus.Failed), _transport.LastFailure);
        Assert.That(_transport.Receive(_window, 0, 1, 0), Is.EqualTo(TransportStatus.Closed), "closed from now on");
    }

    [Test]
    public void What_was_not_tls_ends_the_stream()
    {
        _proxy.HoldServer();
        _proxy.Release("HTTP/1.1 200 OK\r\n\r\n"u8);
        Assert.That(ReceiveSome(), Is.EqualTo(TransportStatus.Failed), _transport.LastFailure);
    }

    [Test]
    public void Bytes_taken_while_the_peer_stalled_leave_with_the_next_calls()
    {
        _proxy.HoldClient();
        byte[] bytes = new byte[60_000];
        Random.Shared.NextBytes(bytes);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] %= EchoProtocol.FirstCommand;
        }

        int total = 0;
        int taken;
        do
        {
            int offset = total % bytes.Length;
            taken = _transport.Send(bytes, offset, bytes.Length - offset, 20);
            Assert.That(taken, Is.Not.Negative, _transport.LastFailure);
            total += taken;
        }
        while (taken > 0);

        _proxy.LetClientThrough();
        int received = 0;
        while (received < total)
        {
            int count = ReceiveSome();
            Assert.That(count, Is.Positive, $"after {received} of {total} bytes: {_transport.LastFailure}");
            for (int i = 0; i < count; i++)
            {
                if (_window[i] != bytes[(received + i) % bytes.Length])
                {
                    Assert.Fail($"the echo differs at byte {received + i}");
                }
            }

            received += count;
        }

        Assert.That(received, Is.EqualTo(total));
    }

    private byte[] NextRecord(byte mark)
    {
        byte[] message = new byte[20];
        Array.Fill(message, mark);
        Assert.That(_transport.Send(message, 0, message.Length, PatienceMs), Is.EqualTo(message.Length));
        return _proxy.ReadHeldRecord();
    }

    private int ReceiveSome() => _transport.Receive(_window, 0, _window.Length, PatienceMs);
}
