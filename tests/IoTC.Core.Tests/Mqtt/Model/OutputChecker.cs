using System.Collections.Generic;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>Holds what the session sends on one connection against what it may send.</summary>
internal sealed class OutputChecker(ClientReference reference, List<ClientMessage> messages, int window)
{
    private readonly List<byte> _stream = [];       // of the packet that is not whole
    private bool _hasConnect;
    private bool _hasDisconnect;
    private int _lastPublish;

    private int Connection => reference.Connection;

    /// <summary>The session gives these bytes to be sent after what was sent.</summary>
    public void Give(byte[] given)
    {
        var bytes = new List<byte>(_stream);
        bytes.AddRange(given);
        int start = 0;
        for (int length; start < bytes.Count; start += length)
        {
            length = WireCodec.TryRead(bytes, start, out WirePacket? packet);
            ModelFailure.Unless(length > 0, $"the session gives a packet that is not whole");
            if (packet!.Kind == WireKind.Publish) messages[packet.Number - 1].Give(Connection);
        }
    }

    /// <summary>These bytes have been sent.</summary>
    /// <returns>The packets that are whole now.</returns>
    public List<WirePacket> Send(byte[] bytes, int count)
    {
        for (int i = 0; i < count; i++) _stream.Add(bytes[i]);
        var packets = new List<WirePacket>();
        while (_stream.Count > 0)
        {
            int length = WireCodec.TryRead(_stream, 0, out WirePacket? packet);
            if (length == 0) break;
            _stream.RemoveRange(0, length);
            Check(packet!);
            packets.Add(packet!);
        }

        return packets;
    }

    private void Check(WirePacket packet)
    {
        ModelFailure.Unless(!_hasDisconnect, $"{packet} left after DISCONNECT");
        ModelFailure.Unless(_hasConnect != (packet.Kind == WireKind.Connect), $"{packet} left {(_hasConnect ? "a second time" : "before CONNECT")}");
        if (packet.Kind == WireKind.Connect)
        {
            _hasConnect = true;
            return;
        }

        ModelFailure.Unless(reference.IsConnected, $"{packet} left before CONNACK");
        switch (packet.Kind)
        {
            case WireKind.Publish:
                CheckPublish(packet);
                break;
            case WireKind.Puback or WireKind.Pubrec:
                CheckAcknowledge(packet);
                break;
            case WireKind.Pubrel:
                CheckRelease(packet);
                break;
            case WireKind.Pubcomp:
                reference.TakeSilent(() => reference.Completions.Count > 0);
                ModelFailure.Unless(reference.Completions.Count > 0 && reference.Completions[0] == packet.Id, $"{packet} left, and no PUBREL asked for it");
                reference.Completions.RemoveAt(0);
                break;
            case WireKind.Subscribe or WireKind.Unsubscribe:
                ClientRequest? request = reference.Requests.Find(r => r.Id == packet.Id);
                bool isAsked = request != null && !request.IsSent && request.Filters == packet.Filters && request.IsSubscribe == (packet.Kind == WireKind.Subscribe);
                ModelFailure.Unless(isAsked, $"{packet} left, and nobody asked for it");
                request!.IsSent = true;
                break;
            case WireKind.Disconnect:
                _hasDisconnect = true;
                break;
        }
    }

    private void CheckPublish(WirePacket packet)
    {
        ClientMessage message = messages[packet.Number - 1];
        bool isSame = message.QoS == packet.QoS && message.Retain == packet.Retain && message.Size == packet.Size && message.Id == packet.Id;
        ModelFailure.Unless(isSame, $"{packet} left as another message than was accepted");
        ModelFailure.Unless(packet.Number > _lastPublish, $"{packet} left after #{_lastPublish}");
        _lastPublish = packet.Number;
        ModelFailure.Unless(!message.MustNotSend, $"{packet} left although it was given up before");
        if (packet.QoS == 0) return;

        ModelFailure.Unless(message.IsPending || message.IsAbandoned, $"{packet} left although it is {message.Outcome}");
        ModelFailure.Unless(message.ReleaseOrder == 0 && !message.IsPubrelSent, $"{packet} left after its PUBREC");
        ModelFailure.Unless(!message.MustDrop, $"{packet} left although its session has ended");
        ModelFailure.Unless(packet.Dup || message.SentOn == 0, $"{packet} left again without DUP");
        ModelFailure.Unless(!packet.Dup || message.FirstGivenOn < Connection, $"{packet} left for the first time with DUP");
        if (message.MayBeReleased) reference.Releases.RemoveAll(r => r.IsOptional && r.Id == message.Id);
        message.MayBeReleased = false;
        message.SentOn = Connection;
        int inflight = messages.FindAll(m => m.IsPending && !m.IsAbandoned && m.QoS > 0 && (m.SentOn == Connection || m.ReleaseOrder > 0)).Count;
        ModelFailure.Unless(inflight <= window || !message.IsPending || message.IsAbandoned, $"{packet} left, and {inflight} wait in a window of {window}");
    }

    private void CheckAcknowledge(WirePacket packet)
    {
        // A PUBLISH that is a duplicate makes no event.
        reference.TakeSilent(() => reference.Acknowledges.Count > 0);
        DueAcknowledge? due = reference.Acknowledges.Count > 0 ? reference.Acknowledges[0] : null;
        ModelFailure.Unless(due != null && due.Kind == packet.Kind && due.Id == packet.Id, $"{packet} left, and {due} was due");
        ModelFailure.Unless(due!.IsReady, $"{packet} left before the application was done");
        reference.Acknowledges.RemoveAt(0);
    }

    private void CheckRelease(WirePacket packet)
    {
        List<DueRelease> dues = reference.Releases;
        while (true)
        {
            reference.TakeSilent(() => dues.Count > 0);
            ModelFailure.Unless(dues.Count > 0, $"{packet} left, and no PUBREC asked for it");
            DueRelease due = dues[0];
            dues.RemoveAt(0);
            if (due.Id == packet.Id) break;
            ModelFailure.Unless(due.IsOptional, $"{packet} left before the PUBREL for {due.Id}");
        }

        if (reference.Find(packet.Id, 2) is not { } message) return;
        reference.MarkReleased(message);
        message.IsPubrelSent = true;
    }
}
