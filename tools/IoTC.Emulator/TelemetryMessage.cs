using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;

namespace IoTC.Emulator;

/// <summary>One device-to-cloud message as the hub received it.</summary>
public sealed class TelemetryMessage
{
    /// <summary>The bytes sent.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The MQTT topic, undecoded.</summary>
    public required string Topic { get; init; }

    /// <summary>Application properties, percent-decoded; a name without <c>=</c> has null.</summary>
    public required IReadOnlyDictionary<string, string?> Properties { get; init; }

    /// <summary>System properties by their wire name: <c>$.ct</c>, <c>$.mid</c>, <c>$.sub</c>…</summary>
    public required IReadOnlyDictionary<string, string?> SystemProperties { get; init; }

    /// <summary>The service's time at arrival.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>0 or 1.</summary>
    public required int QualityOfService { get; init; }

    /// <summary>Whether the DUP flag was set.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>Whether it is the will of a connection that was lost.</summary>
    public bool IsWill { get; init; }

    /// <summary>The MQTT Packet Identifier; 0 for QoS 0.</summary>
    public int PacketId { get; init; }

    /// <summary>Counts what the device has sent, from 1; 0 before the hub has taken it.</summary>
    internal long Number { get; set; }

    /// <summary>The payload as UTF-8 text.</summary>
    public string PayloadText => Encoding.UTF8.GetString(Payload.Span);

    /// <summary><c>$.mid</c>.</summary>
    public string? MessageId => SystemProperties.GetValueOrDefault("$.mid");

    /// <summary><c>$.ct</c>.</summary>
    public string? ContentType => SystemProperties.GetValueOrDefault("$.ct");

    /// <summary><c>$.ce</c>.</summary>
    public string? ContentEncoding => SystemProperties.GetValueOrDefault("$.ce");

    /// <summary><c>$.sub</c>: the component that sent it.</summary>
    public string? Component => SystemProperties.GetValueOrDefault("$.sub");

    /// <summary>The payload parsed as JSON.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public JsonElement ToJson() => JsonElement.Parse(Payload.Span);

    /// <summary>The payload as text.</summary>
    public override string ToString() => PayloadText;
}
