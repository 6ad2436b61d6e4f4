using System;

namespace IoTC.Transport;

/// <summary>The device's own clock.</summary>
public sealed partial class SystemClock : IClock
{
    // Ticks of 100 ns from year 1 to 1970.
    private const long UnixEpochTicks = 621355968000000000L;

    /// <inheritdoc/>
    public long UtcUnixMs => (DateTime.UtcNow.Ticks - UnixEpochTicks) / 10000L;
}
