using System;
using System.Threading;
using MQTTnet.Packets;

namespace IoTC.Emulator.Hub;

internal sealed partial class DeviceLink
{
    private const int MaxKeepAliveSeconds = 1767;

    private readonly ITimer _keepAlive;
    private readonly ITimer _tokenEnd;
    private TimeSpan _keepAliveLimit = Timeout.InfiniteTimeSpan;
    private DateTimeOffset _tokenExpiry = DateTimeOffset.MaxValue;
    private MqttConnectPacket? _connect;

    private string? Receive(MqttConnectPacket connect)
    {
        if (_connect is not null)
        {
            return "second CONNECT";   // [MQTT-3.1.0-2]
        }

        _connect = connect;
        if (connect.KeepAlivePeriod > 0)
        {
            // [MQTT-3.1.2-24] one and a half times, which the hub caps.
            _keepAliveLimit = TimeSpan.FromSeconds(Math.Min(connect.KeepAlivePeriod * 1.5, MaxKeepAliveSeconds));
        }

        connect.KeepAlivePeriod = 0;   // MQTTnet's own watch counts other packets than the standard does
        return null;
    }

    private void RestartKeepAlive()
    {
        if (_keepAliveLimit != Timeout.InfiniteTimeSpan)
        {
            _keepAlive.Change(_keepAliveLimit, Timeout.InfiniteTimeSpan);
        }
    }

    private void StartTokenTimer()
    {
        if (_tokenExpiry == DateTimeOffset.MaxValue)
        {
            return;
        }

        TimeSpan left = _tokenExpiry + _hub.Options.TokenGrace - _hub.Clock.UtcNow;
        TimeSpan most = TimeSpan.FromDays(40);   // timers count 32 bits of milliseconds; no connection lasts that long
        _tokenEnd.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left > most ? most : left, Timeout.InfiniteTimeSpan);
    }

    private void PublishWill()
    {
        string events = $"devices/{Device?.DeviceId}/messages/events";
        if (Device is not null && !_disconnected && _connect is { WillFlag: true } connect && connect.WillTopic.StartsWith(events, StringComparison.Ordinal))
        {
            var publish = new MqttPublishPacket
            {
                Topic = connect.WillTopic,
                PayloadSegment = new ArraySegment<byte>(connect.WillMessage ?? []),
                QualityOfServiceLevel = connect.WillQoS,
                Retain = connect.WillRetain,
            };
            Device.Receive(CreateTelemetry(publish, connect.WillTopic[events.Length..].TrimStart('/'), true));
        }
    }
}
