using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Core.Tests.Mqtt;
using IoTC.Mqtt;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.WebSockets;

/// <summary>What goes over an open WebSocket: binary messages only, and MQTT packets wherever they fall in them.</summary>
public sealed class FrameTests
{
    private readonly TestPki _root = TestPki.CreateRoot();

    [Test]
    [Conforms("MQTT-6.0.0-1")]
    public async Task OnlyBinaryMessagesAreSent()
    {
        TaskCompletionSource<(WebSocketMessageType Type, byte[] Bytes)> received = new();
        await using WebSocketPeer peer = new(_root, async (webSocket, _, token) =>
        {
            byte[] window = new byte[100];
            ValueWebSocketReceiveResult result = await webSocket.ReceiveAsync(window.AsMemory(), token);
            received.SetResult((result.MessageType, window[..result.Count]));
            await webSocket.ReceiveAsync(window.AsMemory(), token);
        });
        WebSocketTransport transport = await OpenAsync(peer);
        Assert.That(await transport.SendAsync(new byte[] { 0xC0, 0 }, CancellationToken.None), Is.EqualTo(2));
        (WebSocketMessageType type, byte[] bytes) = await received.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await transport.CloseAsync();
        Assert.That(type, Is.EqualTo(WebSocketMessageType.Binary));
        Assert.That(bytes, Is.EqualTo(new byte[] { 0xC0, 0 }));
    }

    [Test]
    [Conforms("MQTT-6.0.0-1")]
    public async Task TextFrameEndsTheConnection([Values] bool isBlocking)
    {
        TaskCompletionSource<WebSocketCloseStatus?> closed = new();
        await using WebSocketPeer peer = new(_root, async (webSocket, _, token) =>
        {
            await webSocket.SendAsync("\x20\x02\0\0"u8.ToArray(), WebSocketMessageType.Text, true, token);
            await webSocket.ReceiveAsync(new byte[10].AsMemory(), token);
            closed.SetResult(webSocket.CloseStatus);
        });
        WebSocketTransport transport = Create();
        int status;
        if (isBlocking)
        {
            Assert.That(transport.Open("localhost", peer.Port, 20_000), Is.Zero);
            status = transport.Receive(new byte[10], 0, 10, 20_000);
        }
        else
        {
            Assert.That(await transport.OpenAsync("localhost", peer.Port, CancellationToken.None), Is.Zero);
            status = await transport.ReceiveAsync(new byte[10], CancellationToken.None);
        }

        Assert.That(status, Is.EqualTo(TransportStatus.Failed));
        Assert.That(transport.LastFailure, Does.Contain("text frame"));
        Assert.That(await closed.Task.WaitAsync(TimeSpan.FromSeconds(20)), Is.EqualTo(WebSocketCloseStatus.InvalidMessageType));
        await transport.CloseAsync();
    }

    [Test]
    [Conforms("MQTT-6.0.0-2")]
    public async Task PacketsMayBeginAndEndAnywhereInFrames([Values(1, 2, 3, 7, 1000)] int frameSize)
    {
        // CONNACK, two PUBLISH at QoS 0: topic "t", payloads "1" and "2".
        byte[] stream = [0x20, 2, 0, 0, 0x30, 4, 0, 1, (byte)'t', (byte)'1', 0x30, 4, 0, 1, (byte)'t', (byte)'2'];
        await using WebSocketPeer peer = new(_root, async (webSocket, _, token) =>
        {
            // After the CONNECT.
            await webSocket.ReceiveAsync(new byte[200].AsMemory(), token);
            bool endsMessage = false;
            foreach (byte[] piece in stream.Chunk(frameSize))
            {
                // A message of two frames, then one of one, and so on; with an empty message between.
                await webSocket.SendAsync(piece.AsMemory(), WebSocketMessageType.Binary, endsMessage, token);
                endsMessage = !endsMessage;
            }

            await webSocket.SendAsync(default(ReadOnlyMemory<byte>), WebSocketMessageType.Binary, true, token);
            await webSocket.ReceiveAsync(new byte[10].AsMemory(), token);
        });
        List<string> received = [];
        SemaphoreSlim two = new(0);
        await using MqttAsyncClient client = new(new MqttOptions { ClientId = "frames", AutoReconnect = false }, Create());
        client.OnMessage("#", message =>
        {
            received.Add(message.Payload.Length == 1 ? ((char)message.Payload[0]).ToString() : "?");
            two.Release();
        });
        await client.ConnectAsync("localhost", peer.Port);
        Assert.That(await two.WaitAsync(20_000) && await two.WaitAsync(20_000), Is.True);
        Assert.That(received, Is.EqualTo(new[] { "1", "2" }));
    }

    [Test]
    [Conforms("MQTT-6.0.0-2")]
    public async Task BytesOfTheFirstFramesMayComeWithTheAnswer()
    {
        await using WebSocketPeer peer = new(_root, answer: WebSocketPeer.Accepting + "\x82\x02\x01\x02");
        WebSocketTransport transport = await OpenAsync(peer);
        byte[] window = new byte[10];
        Assert.That(await transport.ReceiveAsync(window, CancellationToken.None), Is.EqualTo(2));
        Assert.That(window[..2], Is.EqualTo(new byte[] { 1, 2 }));
        await transport.CloseAsync();
    }

    [Test]
    public async Task ServersCloseIsClosed()
    {
        await using WebSocketPeer peer = new(_root, (webSocket, _, token) => webSocket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "quota", token));
        WebSocketTransport transport = await OpenAsync(peer);
        Assert.That(await transport.ReceiveAsync(new byte[10], CancellationToken.None), Is.EqualTo(TransportStatus.Closed));
        Assert.That(transport.LastFailure, Is.EqualTo("the server closed the WebSocket (1008)"));
        await transport.CloseAsync();
    }

    [Test]
    public async Task ClosingTellsTheServer([Values] bool isBlocking)
    {
        TaskCompletionSource<WebSocketCloseStatus?> closed = new();
        await using WebSocketPeer peer = new(_root, async (webSocket, _, token) =>
        {
            await webSocket.ReceiveAsync(new byte[10].AsMemory(), token);
            closed.SetResult(webSocket.CloseStatus);
        });
        WebSocketTransport transport = Create();
        if (isBlocking)
        {
            Assert.That(transport.Open("localhost", peer.Port, 20_000), Is.Zero);
            transport.Close();
        }
        else
        {
            Assert.That(await transport.OpenAsync("localhost", peer.Port, CancellationToken.None), Is.Zero);
            ValueTask<int> receiving = transport.ReceiveAsync(new byte[10], CancellationToken.None);
            await transport.CloseAsync();
            Assert.That(await receiving, Is.Negative);
        }

        Assert.That(await closed.Task.WaitAsync(TimeSpan.FromSeconds(20)), Is.EqualTo(WebSocketCloseStatus.NormalClosure));
    }

    /// <summary>Reserved bits, a reserved opcode, a masked frame, a continuation of nothing, a ping that is too long, a length with its first bit set.</summary>
    [TestCase(new byte[] { 0xC2, 0x00 })]
    [TestCase(new byte[] { 0x83, 0x00 })]
    [TestCase(new byte[] { 0x82, 0x81, 1, 2, 3, 4, 5 })]
    [TestCase(new byte[] { 0x80, 0x01, 1 })]
    [TestCase(new byte[] { 0x89, 0x7E, 0x00, 0x7E })]
    [TestCase(new byte[] { 0x82, 0x7F, 0x80, 0, 0, 0, 0, 0, 0, 1 })]
    public async Task MalformedFramesEndTheConnection(byte[] frame)
    {
        await using WebSocketPeer peer = new(_root, async (_, stream, token) =>
        {
            await stream.WriteAsync(frame, token);
            await WaitForEndAsync(stream, token);
        });
        WebSocketTransport transport = await OpenAsync(peer);
        Assert.That(await transport.ReceiveAsync(new byte[10], CancellationToken.None), Is.Negative);
        Assert.That(transport.LastFailure, Is.Not.Empty);
        await transport.CloseAsync();
    }

    [Test]
    public async Task PingsAreAnswered()
    {
        TaskCompletionSource<byte> opcode = new();
        await using WebSocketPeer peer = new(_root, async (_, stream, token) =>
        {
            await stream.WriteAsync(WebSocketPeer.Frame(0x89, 1), token);
            byte[] first = new byte[1];
            await stream.ReadExactlyAsync(first, token);
            opcode.SetResult(first[0]);
            await WaitForEndAsync(stream, token);
        });
        WebSocketTransport transport = await OpenAsync(peer);
        ValueTask<int> receiving = transport.ReceiveAsync(new byte[10], CancellationToken.None);
        Assert.That(await opcode.Task.WaitAsync(TimeSpan.FromSeconds(20)), Is.EqualTo(0x8A), "PONG");
        await transport.CloseAsync();
        Assert.That(await receiving, Is.Negative);
    }

    private static async Task WaitForEndAsync(Stream stream, CancellationToken token)
    {
        byte[] buffer = new byte[100];
        while (await stream.ReadAsync(buffer, token) > 0)
        {
        }
    }

    private async Task<WebSocketTransport> OpenAsync(WebSocketPeer peer)
    {
        WebSocketTransport transport = Create();
        Assert.That(await transport.OpenAsync("localhost", peer.Port, CancellationToken.None), Is.Zero, transport.LastFailure);
        return transport;
    }

    private WebSocketTransport Create() => new(new SocketTransport { TrustedRootsPem = _root.Pem, TrustOnlyGivenRoots = true });
}
