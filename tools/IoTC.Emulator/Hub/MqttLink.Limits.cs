using System;
using System.Threading;
using MQTTnet.Packets;

namespace IoTC.Emulator.Hub;

internal sealed partial class MqttLink
{
    private const int MaxKeepAliveSeconds = 1767;

    private readonly ITimer _keepAlive;
    private readonly ITimer _tokenEnd;
    private TimeSpan _keepAliveLimit = Timeout.InfiniteTimeSpan;
    private DateTimeOffset _tokenExpiry = DateTimeOffset.MaxValue;

    private void TakeKeepAlive(MqttConnectPacket connect)
    {
        if (connect.KeepAlivePeriod > 0)
        {
            // [MQTT-3.1.2-24] one and a half times, which the hub caps.
            _keepAliveLimit = TimeSpan.FromSeconds(Math.Min(connect.KeepAlivePeriod * 1.5, MaxKeepAliveSeconds));
        }

        connect.KeepAlivePeriod = 0;   // MQTTnet's own watch counts other packets than the standard does
        RestartKeepAlive();
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
}
