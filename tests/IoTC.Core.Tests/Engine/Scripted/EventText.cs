using System;
using System.Text;
using IoTC.Engine;

namespace IoTC.Core.Tests.Engine.Scripted;

/// <summary>An event in one line.</summary>
internal static class EventText
{
    public static string Of(DeviceEvent e) => e.Type switch
    {
        DeviceEventType.OpenTransport => $"open {e.Host}:{e.Port}",
        DeviceEventType.CloseTransport => "close",
        DeviceEventType.StatusChanged => e.Error == IoTCError.None ? $"{e.Status}" : $"{e.Status} {e.Error}",
        DeviceEventType.TelemetryCompleted => $"telemetry {e.Token}",
        DeviceEventType.TelemetryDropped => $"dropped {e.Token}",
        DeviceEventType.TwinReceived => $"twin {e.Version}",
        DeviceEventType.DesiredProperty => $"desired {Component(e)}{e.GetName()}={e.GetPayloadString()} v{e.Version}",
        DeviceEventType.DesiredCompleted => $"desired end v{e.Version}",
        DeviceEventType.ReportedCompleted => $"reported {e.Token} {e.ResponseStatus}",
        DeviceEventType.Command => $"command {Component(e)}{e.GetName()}({e.GetPayloadString()}) rid={Range(e, e.RequestIdOffset, e.RequestIdCount)}",
        DeviceEventType.Assigned => "assigned",
        DeviceEventType.CloudMessage => $"message {e.GetPayloadString()} [{Range(e, e.PropertiesOffset, e.PropertiesCount)}]",
        _ => throw new InvalidOperationException("An event without a type."),
    };

    private static string Component(DeviceEvent e) => e.ComponentCount == 0 ? "" : e.GetComponent() + ".";

    private static string Range(DeviceEvent e, int offset, int count) => Encoding.UTF8.GetString(e.Buffer, offset, count);
}
