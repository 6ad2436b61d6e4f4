using System;
using IoTC.Engine;

namespace IoTC.Fuzz.Targets;

/// <summary>Drives a device up to the first end of a connection, and answers what it asks for.</summary>
internal sealed class EngineDriver(DeviceEngine engine, Trace trace, bool speaksMqtt)
{
    private static readonly byte[] Connack = [0x20, 2, 0, 0];
    private static readonly byte[] Suback = [0x90, 6, 0, 1, 0, 0, 0, 1];
    private static readonly byte[] Twin =
        MqttStreams.Publish(0, 0, [.. "$iothub/twin/res/200/?$rid=1"u8], [.. "{\"desired\":{\"a\":1,\"c\":{\"__t\":\"c\",\"b\":2},\"$version\":3},\"reported\":{\"$version\":1}}"u8]);

    private static readonly byte[] Json = [.. "{\"x\":1}"u8];

    private readonly DeviceEvent _event = new();
    private readonly OutputTrace _output = new();
    private readonly Trace _request = new();
    private bool _isClosed;

    public void Start()
    {
        engine.SetUtcNow(1_700_000_000_000, 0);
        engine.Start(0);
        Settle();
    }

    public void MakeReady()
    {
        Feed(Connack, 0, Connack.Length);
        Feed(Suback, 0, Suback.Length);
        Feed(Twin, 0, Twin.Length);
        if (!engine.IsConnected) throw new FuzzFailure("the device gets ready", engine.Status.ToString());
        engine.TrySendTelemetry(Json, 0, Json.Length, null, 1);
        engine.TrySendReported(Json, 0, Json.Length, 2);
        Settle();
    }

    public void FeedAll(FuzzInput input)
    {
        while (!_isClosed && input.TryTake(out int offset, out int count)) Feed(input.Buffer, offset, count);
    }

    public void Finish()
    {
        trace.Add((int)engine.Status);
        trace.Add(engine.HubHost);
        trace.Add(engine.DeviceId);
        // What was due when the connection ended may have left before, or not.
        if (!_isClosed && speaksMqtt) _output.AddTo(trace);
        else if (!_isClosed) trace.Add((long)_request.Value);
        engine.HandleTimeout(40_000);
        Settle();
        engine.HandleTransportFailed(-1, "", 50_000);
        while (engine.TryReadEvent(_event)) { }
        engine.Stop(60_000);
        while (engine.TryReadEvent(_event)) { }
    }

    public void Feed(byte[] bytes, int offset, int count)
    {
        while (count > 0 && !_isClosed)
        {
            engine.GetReceiveWindow(out byte[] buffer, out int start, out int room);
            int taken = Math.Min(room, count);
            if (taken == 0) throw new FuzzFailure("there is room to receive", $"the receive window is full with {count} bytes to come");
            Array.Copy(bytes, offset, buffer, start, taken);
            engine.CommitReceived(taken, 1);
            offset += taken;
            count -= taken;
            Settle();
        }
    }

    private void Settle()
    {
        while (true)
        {
            Send();
            if (!engine.TryReadEvent(_event)) break;
            if (!_isClosed) Take();
        }

        Send();
    }

    private void Send()
    {
        while (!_isClosed && engine.TryGetOutput(out byte[] buffer, out int offset, out int count))
        {
            if (speaksMqtt) _output.Add(buffer, offset, count);
            else _request.Add(buffer, offset, count);
            engine.AdvanceOutput(count, 1);
        }
    }

    private void Take()
    {
        trace.Add((int)_event.Type);
        switch (_event.Type)
        {
            case DeviceEventType.OpenTransport:
                engine.HandleOpened(1);
                break;
            case DeviceEventType.CloseTransport:
                _isClosed = true;
                break;
            case DeviceEventType.StatusChanged:
                trace.Add((int)_event.Status);
                trace.Add(_event.Message);
                break;
            case DeviceEventType.DesiredProperty:
                AddRanges();
                engine.AcknowledgeProperty(
                    _event.Buffer, _event.ComponentOffset, _event.ComponentCount, _event.NameOffset, _event.NameCount, _event.PayloadOffset, _event.PayloadCount, _event.Version, 200, "");
                break;
            case DeviceEventType.DesiredCompleted:
                engine.FlushAcknowledgements();
                break;
            case DeviceEventType.Command:
                AddRanges();
                if (_event.RequestIdCount > 0) engine.TryReply(_event.Buffer, _event.RequestIdOffset, _event.RequestIdCount, 200, Json, 0, Json.Length);
                break;
            case DeviceEventType.CloudMessage:
                AddRanges();
                trace.Add(_event.Buffer, _event.PropertiesOffset, _event.PropertiesCount);
                break;
            default:
                trace.Add(_event.Token);
                trace.Add(_event.ResponseStatus);
                break;
        }
    }

    private void AddRanges()
    {
        trace.Add(_event.GetName());
        trace.Add(_event.GetComponent());
        trace.Add(_event.Buffer, _event.PayloadOffset, _event.PayloadCount);
        trace.Add(_event.Version);
    }
}
