using System;
using System.Collections.Generic;
using IoTC.Mqtt;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>The ring of messages against a plain list: random sizes, random sends, random answers, random breaks. MQTT 3.1.1 §4.3, §4.6.</summary>
[TestFixture]
internal sealed class QueueModelTests
{
    [Test]
    [Conforms("MQTT-4.3.2-1"), Conforms("MQTT-4.3.3-1"), Conforms("MQTT-4.6.0-1"), Conforms("MQTT-4.6.0-4"), Conforms("MQTT-4.4.0-1"), Conforms("MQTT-2.3.1-3")]
    public void EveryMessageOfEveryRingIsSentWholeInOrderAndCompletedOnce([Range(64, 320, 16)] int capacity)
    {
        for (int seed = 0; seed < 8; seed++) new Run(capacity + (seed % 16), (capacity * 100) + seed).Play(600);
    }

    private sealed class Message
    {
        public string Text = "";
        public int Id;
        public int QoS;
        public int Length;
        public bool WasSent;
        public bool IsSentNow;
        public bool IsReleased;
        public bool IsPubrelSent;
    }

    private sealed class Run
    {
        private readonly int _capacity;
        private readonly string _name;
        private readonly Random _random;
        private readonly SessionScript _script;
        private readonly List<Message> _messages = [];  // accepted, not completed, in order
        private readonly List<byte> _sent = [];
        private readonly List<Message> _released = [];
        private int _token;
        private int _window;

        public Run(int capacity, int seed)
        {
            _capacity = capacity;
            _name = "capacity " + capacity + ", seed " + seed;
            _random = new Random(seed);
            MqttSessionOptions options = SessionScript.Settings();
            options.MaxQueuedBytes = capacity;
            options.MaxQueuedMessages = _random.Next(1, 20);
            options.MaxInflight = _window = _random.Next(1, 6);
            _script = new SessionScript(options).Connect();
        }

        public void Play(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                switch (_random.Next(10))
                {
                    case < 4: Publish(); break;
                    case < 7: Send(_random.Next(1, 40)); break;
                    case < 9: Answer(); break;
                    default: if (_random.Next(8) == 0) Break(); break;
                }

                Assert.That(_script.Session.InflightCount, Is.LessThanOrEqualTo(_window), _name);
            }

            for (int i = 0; _messages.Count > 0; i++)
            {
                Assert.That(i, Is.LessThan(1000), "the queue does not run empty, " + _name);
                Send(1000);
                Answer();
            }

            Send(1000);
            Assert.That(_script.Session.QueuedCount, Is.Zero, _name);
            Assert.That(_script.Session.InflightCount, Is.Zero, _name);
        }

        private void Publish()
        {
            int qos = _random.Next(3);
            string payload = new((char)_random.Next('a', 'z' + 1), _random.Next(1, _random.Next(2, _capacity)));
            int length = 2 + 3 + (qos > 0 ? 2 : 0) + payload.Length + (payload.Length > 120 ? 1 : 0);
            byte[] bytes = System.Text.Encoding.ASCII.GetBytes(payload);
            MqttSendStatus status = _script.Session.TryPublish("t"u8.ToArray(), 0, 1, bytes, 0, bytes.Length, qos, false, ++_token, out int id);
            if (status != MqttSendStatus.Accepted)
            {
                Assert.That(id, Is.Zero);
                Assert.That(status, length > _capacity + 1 ? Is.EqualTo(MqttSendStatus.TooLarge) : Is.Not.EqualTo(MqttSendStatus.NotConnected), _name);
                Assert.That(length > _capacity - 2 || _script.Session.QueuedCount > 0, "an empty queue takes what fits, " + _name);
                return;
            }

            Assert.That(_messages.Exists(other => other.QoS > 0 && qos > 0 && other.Id == id), Is.False, "[MQTT-2.3.1-2] " + _name);
            _messages.Add(new Message { Text = $"PUBLISH t {payload} q{qos}" + (qos > 0 ? " #" + id : ""), Id = id, QoS = qos, Length = length });
        }

        private void Send(int most)
        {
            while (most > 0 && _script.Session.TryGetOutput(out byte[] buffer, out int offset, out int count))
            {
                int sent = Math.Min(count, most);
                if (_random.Next(6) == 0) sent = 0;
                for (int i = 0; i < sent; i++) _sent.Add(buffer[offset + i]);
                _script.Session.AdvanceOutput(sent, _script.Now);
                most -= Math.Max(1, sent);
            }

            foreach (string packet in ClientPackets.TakeAll(_sent)) Sent(packet);
        }

        private void Sent(string packet)
        {
            if (packet.StartsWith("PUBREL", StringComparison.Ordinal))
            {
                Message? released = _released.Find(message => packet == "PUBREL #" + message.Id);
                Assert.That(released, Is.Not.Null, packet + ", " + _name);
                released!.IsPubrelSent = true;
                return;
            }

            Message? next = _messages.Find(message => !message.IsSentNow && !message.IsReleased);
            Assert.That(next, Is.Not.Null, packet + ", " + _name);
            Assert.That(packet, Is.EqualTo(next!.Text).Or.EqualTo(next.Text + " dup"), _name);
            if (next.WasSent) Assert.That(packet, Does.EndWith(" dup"), "[MQTT-3.3.1-1] " + _name);
            next.WasSent = true;
            next.IsSentNow = true;
            if (next.QoS == 0) _messages.Remove(next);
        }

        private void Answer()
        {
            List<Message> waiting = _messages.FindAll(message => message.IsReleased ? message.IsPubrelSent : message.IsSentNow);
            if (waiting.Count == 0) return;
            Message message = waiting[_random.Next(waiting.Count)];
            bool completes = message.QoS == 1 || message.IsReleased;
            _script.Sends((message.QoS == 1 ? "PUBACK #" : message.IsReleased ? "PUBCOMP #" : "PUBREC #") + message.Id);
            Assert.That(_script.TakeEventCount(), Is.EqualTo(completes ? 1 : 0), _name);
            if (completes)
            {
                _messages.Remove(message);
                _released.Remove(message);
                _script.Sends((message.QoS == 1 ? "PUBACK #" : "PUBCOMP #") + message.Id).Tells();
            }
            else
            {
                message.IsReleased = true;
                _released.Add(message);
            }
        }

        private void Break()
        {
            _sent.Clear();
            _script.Breaks();
            _messages.RemoveAll(message => message.QoS == 0);
            foreach (Message message in _messages) message.IsSentNow = message.IsPubrelSent = false;
            _script.Open();
            Assert.That(_script.TakeOpening(), Is.EqualTo("CONNECT c"));
            _script.Sends("CONNACK sp").Tells("Connected sp");
            if (_released.Count == 0) return;

            // [MQTT-4.6.0-4] before anything else, in the order of the PUBRECs
            var pubrels = new List<string>();
            while (pubrels.Count < _released.Count && _script.Session.TryGetOutput(out byte[] buffer, out int offset, out _))
            {
                _sent.Add(buffer[offset]);
                _script.Session.AdvanceOutput(1, _script.Now);
                pubrels.AddRange(ClientPackets.TakeAll(_sent));
            }

            foreach (Message message in _released) message.IsPubrelSent = true;
            Assert.That(pubrels, Is.EqualTo(_released.ConvertAll(message => "PUBREL #" + message.Id)), _name);
        }
    }
}
