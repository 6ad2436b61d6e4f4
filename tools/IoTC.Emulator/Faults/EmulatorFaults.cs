using System;
using IoTC.Emulator.Faults;

namespace IoTC.Emulator;

/// <summary>What goes wrong on purpose. Counts are of next occurrences: <see cref="int.MaxValue"/> for ever, 0 to stop. Thread-safe.</summary>
public sealed class EmulatorFaults
{
    /// <summary>Everything works.</summary>
    public EmulatorFaults()
    {
        Dps = new(Tell);
        Connects = new(Tell);
        TwinAnswers = new(Tell);
        FileRequests = new(Tell);
        Storage = new(Tell);
        ConnAckDrops = new(Tell);
        TelemetryDrops = new(Tell);
        Throttle = new(Tell);
        RepeatedMethods = new(Tell);
        LostDesired = new(Tell);
        WithheldPubAcks = new(Tell);
        HubTls = new(Tell);
        DpsTls = new(Tell);
    }

    /// <summary>A fault was switched, or has struck.</summary>
    internal event Action? Changed;

    internal FaultQueue<DpsFault> Dps { get; }

    internal FaultQueue<int> Connects { get; }

    internal FaultQueue<int> TwinAnswers { get; }

    internal FaultQueue<int> FileRequests { get; }

    internal FaultQueue<StorageFault> Storage { get; }

    internal FaultCounter ConnAckDrops { get; }

    internal FaultCounter TelemetryDrops { get; }

    internal ThrottleFault Throttle { get; }

    internal FaultCounter RepeatedMethods { get; }

    internal FaultCounter LostDesired { get; }

    internal FaultCounter WithheldPubAcks { get; }

    internal FaultCounter HubTls { get; }

    internal FaultCounter DpsTls { get; }

    /// <summary>DPS error bodies are the shape of csdk#2362: the error as JSON text inside <c>Message</c>.</summary>
    public bool NestDpsErrors { get; set; }

    /// <summary>The next DPS requests go wrong this way; several calls queue up.</summary>
    public void NextDps(DpsFault fault, int count = 1) => Dps.Add(fault, count);

    /// <summary>The next CONNECTs are answered with this return code, 1 to 5, whatever they hold.</summary>
    public void NextConnect(int connectReturnCode, int count = 1) => Connects.Add(connectReturnCode, count);

    /// <summary>The next twin requests (GET or reported PATCH) are answered with this status and not carried out.</summary>
    public void NextTwin(int status, int count = 1) => TwinAnswers.Add(status, count);

    /// <summary>The next requests of uploads to the hub (address, notification) are answered with this status and not carried out.</summary>
    public void NextFileRequest(int status, int count = 1) => FileRequests.Add(status, count);

    /// <summary>The next requests of uploads to the storage go wrong this way; several calls queue up.</summary>
    public void NextStorage(StorageFault fault, int count = 1) => Storage.Add(fault, count);

    /// <summary>The connection closes right after a good CONNACK.</summary>
    public void DropAfterConnAck(int count) => ConnAckDrops.Set(count);

    /// <summary>The connection closes at a telemetry message, which is lost: what an exhausted quota looks like.</summary>
    public void DropOnTelemetry(int count) => TelemetryDrops.Set(count);

    /// <summary>The hub closes a connection whose device sends more messages in one second; 0 to stop. The message is lost.</summary>
    public void ThrottleTelemetry(int messagesPerSecond) => Throttle.Set(messagesPerSecond);

    /// <summary>Direct methods are delivered twice with the same <c>$rid</c>, as the hub may.</summary>
    public void RepeatMethods(int count) => RepeatedMethods.Set(count);

    /// <summary>Changes of desired properties are not pushed, so that the next one shows a gap in <c>$version</c>.</summary>
    public void LoseDesired(int count) => LostDesired.Set(count);

    /// <summary>PUBACKs are not sent, though the message was taken.</summary>
    public void WithholdPubAcks(int count) => WithheldPubAcks.Set(count);

    /// <summary>The hub closes connections before the TLS handshake.</summary>
    public void RefuseHubTls(int count) => HubTls.Set(count);

    /// <summary>DPS closes connections before the TLS handshake.</summary>
    public void RefuseDpsTls(int count) => DpsTls.Set(count);

    /// <summary>Everything works again.</summary>
    public void Clear()
    {
        Dps.Clear();
        Connects.Clear();
        TwinAnswers.Clear();
        FileRequests.Clear();
        Storage.Clear();
        NestDpsErrors = false;
        Throttle.Set(0);
        foreach (FaultCounter counter in (FaultCounter[])[ConnAckDrops, TelemetryDrops, WithheldPubAcks, RepeatedMethods, LostDesired, HubTls, DpsTls])
        {
            counter.Set(0);
        }
    }

    private void Tell() => Changed?.Invoke();
}
