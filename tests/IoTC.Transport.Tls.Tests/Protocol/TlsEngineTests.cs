using System;
using System.Security.Authentication;
using System.Text;
using IoTC.Transport.Tls.Tests.Servers;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Protocol;

/// <summary>The engine without I/O: the same for any cutting of its input, and no input makes it throw.</summary>
[TestFixture(SslProtocols.Tls12)]
[TestFixture(SslProtocols.Tls13)]
public sealed class TlsEngineTests(SslProtocols protocol)
{
    private readonly byte[] _window = new byte[1_000];

    [TestCase(int.MaxValue)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(5)]
    [TestCase(6)]
    [TestCase(97)]
    public void Input_in_pieces_gives_the_same(int piece)
    {
        EnginePair pair = Pair();
        pair.Run(_ => piece);
        ExpectConversation(pair, _ => piece);
    }

    [Test]
    public void Input_cut_at_any_index_gives_the_same([Range(1, 901, 25)] int index)
    {
        EnginePair pair = Pair();
        bool isFirst = true;
        pair.Run(waiting =>
        {
            int piece = isFirst ? index : waiting;
            isFirst = false;
            return piece;
        });
        ExpectConversation(pair, static waiting => waiting);
    }

    [Test]
    public void Nothing_is_taken_while_output_waits()
    {
        EnginePair pair = Pair();
        Assert.That(pair.Client.Write("x"u8), Is.Zero, "in the handshake");
        pair.Run(static waiting => waiting);
        Assert.That(pair.Client.Write(new byte[40_000]), Is.EqualTo(16_384), "one record");
        Assert.That(pair.Client.Write("x"u8), Is.Zero);
    }

    [Test]
    public void Handshake_ends_at_its_limit_and_not_before()
    {
        StandingClock clock = new();
        EnginePair pair = new(CertificateFolder.Get(), protocol, clock);
        Assert.That(pair.Client.NextDeadlineMs, Is.EqualTo(2_000));
        pair.Client.HandleTimeout(1_999);
        Assert.That(pair.Client.Status, Is.EqualTo(TransportStatus.Pending));
        pair.Client.HandleTimeout(2_000);
        Assert.That(pair.Client.Status, Is.EqualTo(TransportStatus.TimedOut));
        Assert.That(pair.Client.NextDeadlineMs, Is.EqualTo(long.MaxValue));
    }

    [Test]
    public void Open_connection_has_no_limit()
    {
        EnginePair pair = Pair();
        pair.Run(static waiting => waiting);
        Assert.That(pair.Client.NextDeadlineMs, Is.EqualTo(long.MaxValue));
        pair.Client.HandleTimeout(long.MaxValue - 1);
        Assert.That(pair.Client.Status, Is.EqualTo(TransportStatus.Ok));
    }

    [Test]
    public void End_of_the_stream_is_judged_by_what_came_before()
    {
        EnginePair shaking = Pair();
        shaking.Client.HandleTransportEnded(TransportStatus.Closed, "");
        Assert.That((shaking.Client.Status, shaking.Client.Failure), Is.EqualTo((TransportStatus.TlsHandshakeFailed, "the server ended the connection during the TLS handshake")));

        EnginePair open = Pair();
        open.Run(static waiting => waiting);
        open.Client.HandleTransportEnded(TransportStatus.Closed, "");
        Assert.That(open.Client.Read(_window), Is.EqualTo(TransportStatus.Truncated));

        EnginePair cut = Pair();
        cut.Run(static waiting => waiting);
        cut.Client.HandleTransportEnded(TransportStatus.Reset, "the cable was cut");
        Assert.That((cut.Client.Read(_window), cut.Client.Failure), Is.EqualTo((TransportStatus.Reset, "the cable was cut")));
    }

    [Test]
    public void Changed_bytes_never_make_it_throw([Range(1, 150)] int seed)
    {
        EnginePair pair = Pair();
        Random random = new(seed);
        int calls = 0;
        pair.Run(waiting => random.Next(1, waiting + 1), (bytes, count) =>
        {
            if (count > 0 && calls++ == seed % 3)
            {
                bytes[random.Next(count)] ^= (byte)(1 << random.Next(8));
            }
        });
        if (pair.Client.Status < 0)
        {
            Assert.That(pair.Client.Failure, Is.Not.Empty.And.Not.EndsWith("."));
        }
    }

    [Test]
    public void Random_bytes_never_make_it_throw([Range(1, 100)] int seed)
    {
        EnginePair pair = Pair();
        Random random = new(seed);
        byte[] bytes = new byte[random.Next(5, 2_000)];
        random.NextBytes(bytes);
        if (seed % 2 == 0)
        {
            // The header of a handshake record, so that more than the header is looked at.
            (bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]) = (22, 3, 3, (byte)((bytes.Length - 5) >> 8), (byte)(bytes.Length - 5));
        }

        pair.Feed(bytes, waiting => random.Next(1, waiting + 1));
        Assert.That(pair.Client.Status, Is.EqualTo(TransportStatus.TlsHandshakeFailed).Or.EqualTo(TransportStatus.Pending));
    }

    private EnginePair Pair() => new(CertificateFolder.Get(), protocol);

    private void ExpectConversation(EnginePair pair, Func<int, int> nextPiece)
    {
        Assert.That(pair.Client.Status, Is.EqualTo(TransportStatus.Ok), pair.Client.Failure);
        Assert.That(pair.Client.Connection!.Version, Is.EqualTo(protocol == SslProtocols.Tls13 ? "TLS 1.3" : "TLS 1.2"));
        Assert.That(pair.Client.Write("from the device"u8), Is.EqualTo(15));
        pair.Run(nextPiece);
        Assert.That(pair.Server.ReadInput(_window, 0, _window.Length), Is.EqualTo(15));
        byte[] answer = Encoding.ASCII.GetBytes("from the server");
        pair.Server.WriteApplicationData(answer, 0, answer.Length);
        pair.Run(nextPiece);
        Assert.That(pair.Client.Read(_window), Is.EqualTo(15), pair.Client.Failure);
        Assert.That(Encoding.ASCII.GetString(_window, 0, 15), Is.EqualTo("from the server"));
        Assert.That(pair.Client.Read(_window), Is.Zero);
        pair.Server.Close();
        pair.Run(nextPiece);
        Assert.That((pair.Client.Read(_window), pair.Client.Failure), Is.EqualTo((TransportStatus.Closed, "the server ended the connection")));
    }
}
