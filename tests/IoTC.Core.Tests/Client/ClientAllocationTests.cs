using System;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Json;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary>Nothing is allocated per message once it runs. The peer here is a few bytes of array, so that only the client is measured.</summary>
[TestFixture]
internal sealed class ClientAllocationTests
{
    [Test]
    public void TelemetryAllocatesNothing()
    {
        var transport = new ReplayTransport();
        IoTCClient client = Connect(transport);
        byte[] payload = "{\"t\":21.5}"u8.ToArray();
        var properties = new MessageProperties { { "a", "b" } };
        Assert.That(Allocated.Bytes(() =>
        {
            client.SendTelemetry(payload, 0, payload.Length, properties);
            client.Listen(0);
        }), Is.Zero);
        Assert.That(client.QueuedCount, Is.LessThan(3), "they are acknowledged");
    }

    [Test]
    public void TelemetryFromAWriterAnObjectAndAComponentAllocatesNothing()
    {
        IoTCClient client = Connect(new ReplayTransport());
        IoTCComponent inlet = client.Component("inlet");
        var json = new JsonWriter(0, 1000);
        var reading = new Reading(21.5);
        var properties = new MessageProperties { ContentType = "text/plain" };
        byte[] payload = "{\"t\":21.5}"u8.ToArray();
        Assert.That(Allocated.Bytes(() =>
        {
            json.Clear();
            json.WriteStartObject();
            json.WriteNumber("t", 21.5);
            json.WriteEndObject();
            client.SendTelemetry(json);
            client.SendTelemetry(payload.AsSpan());
            inlet.SendTelemetry(payload, 0, payload.Length, properties);
            client.SendTelemetry(reading, ReadingJson.Default.Reading);
            client.Listen(0);
        }), Is.Zero);
        Assert.That(client.QueuedCount, Is.LessThan(5), "they are acknowledged");
    }

    [Test]
    public void AnAnswerFromBytesAllocatesNothing()
    {
        var transport = new ReplayTransport();
        IoTCClient client = Connect(transport);
        var reading = new Reading(21.5);
        client.OnCommand("go", c =>
        {
            if (c.PayloadBytes.Length == 1) c.Reply(200, "[1]"u8);
            else c.Reply(200, reading, ReadingJson.Default.Reading);
        });
        byte[] request = ServerPackets.PublishOf("$iothub/methods/POST/go/?$rid=00000000", "5");
        byte[] longer = ServerPackets.PublishOf("$iothub/methods/POST/go/?$rid=00000000", "55");
        int number = 0;
        Assert.That(Allocated.Bytes(() =>
        {
            number++;
            byte[] next = number % 2 == 0 ? request : longer;
            int end = next.Length - (number % 2 == 0 ? 1 : 2);
            next[end - 1] = (byte)('0' + (number % 10));
            next[end - 2] = (byte)('0' + (number / 10 % 10));
            next[end - 3] = (byte)('0' + (number / 100));
            transport.Give(next);
            client.Listen(0);
        }), Is.Zero);
    }

    [Test]
    public void CommandAllocatesNothing()
    {
        var transport = new ReplayTransport();
        IoTCClient client = Connect(transport);
        int calls = 0;
        client.OnCommand("t2", "go", c =>
        {
            if (c.Payload.GetInt64() == 5) calls++;
        });
        byte[] request = ServerPackets.PublishOf("$iothub/methods/POST/t2*go/?$rid=00000000", "5");
        int number = 0;
        Assert.That(Allocated.Bytes(() =>
        {
            number++;
            request[^2] = (byte)('0' + (number % 10));
            request[^3] = (byte)('0' + (number / 10 % 10));
            request[^4] = (byte)('0' + (number / 100));
            transport.Give(request);
            client.Listen(0);
        }), Is.Zero);
        Assert.That(calls, Is.GreaterThan(200));
    }

    private static IoTCClient Connect(ReplayTransport transport)
    {
        var client = new IoTCClient(ScriptedCloud.HubOptions(), transport, null, new VirtualClock());
        client.Connect();
        client.Listen(0);
        return client;
    }

    /// <summary>Lets the scripted cloud connect the client, then answers PUBACK by itself.</summary>
    private sealed class ReplayTransport : ITransport
    {
        private readonly ScriptedCloud _cloud = new();
        private readonly byte[] _given = new byte[4096];
        private int _count;

        public int Open(string host, int port, int timeoutMs) => _cloud.Open(host, port);

        public void Give(byte[] bytes)
        {
            bytes.CopyTo(_given, _count);
            _count += bytes.Length;
        }

        public int Send(byte[] buffer, int offset, int count, int timeoutMs)
        {
            bool isTelemetry = buffer[offset] == 0x32;
            if (!isTelemetry && buffer[offset] != 0x30) _cloud.Write(_cloud.Current, buffer.AsSpan(offset, count));
            else if (!isTelemetry && buffer.AsSpan(offset, count).IndexOf("/GET/"u8) > 0) _cloud.Write(_cloud.Current, buffer.AsSpan(offset, count));
            if (!isTelemetry) return count;
            for (int at = offset; at < offset + count;)
            {
                int length = buffer[at + 1] & 0x7F;
                int header = buffer[at + 1] < 0x80 ? 2 : 3;
                if (header == 3) length |= buffer[at + 2] << 7;
                int id = at + header + 2 + ((buffer[at + header] << 8) | buffer[at + header + 1]);
                ReadOnlySpan<byte> puback = [0x40, 2, buffer[id], buffer[id + 1]];
                puback.CopyTo(_given.AsSpan(_count));
                _count += 4;
                at += header + length;
            }

            return count;
        }

        public int Receive(byte[] buffer, int offset, int count, int timeoutMs)
        {
            while (_cloud.Current.HasBytes) Give(_cloud.Current.Take());
            int taken = Math.Min(count, _count);
            _given.AsSpan(0, taken).CopyTo(buffer.AsSpan(offset));
            _given.AsSpan(taken, _count - taken).CopyTo(_given);
            _count -= taken;
            return taken;
        }

        public void Close()
        {
        }
    }
}
