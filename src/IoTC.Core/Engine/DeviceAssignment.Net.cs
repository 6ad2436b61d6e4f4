using System;

namespace IoTC;

/// <summary>What DPS has assigned to a device. Holds no key and no token.</summary>
public sealed class DeviceAssignment
{
    /// <summary>The <see cref="IoTCOptions.IdScope"/> that the program has; another than <see cref="IdScope"/> after a move.</summary>
    public required string ConfiguredIdScope { get; init; }

    /// <summary>The ID Scope in which the device is registered.</summary>
    public required string IdScope { get; init; }

    /// <summary>The Registration ID.</summary>
    public required string RegistrationId { get; init; }

    /// <summary>The hub, as DPS named it; <c>host:port</c> from some services.</summary>
    public required string HubHost { get; init; }

    /// <summary>The Device ID, which need not be the Registration ID.</summary>
    public required string DeviceId { get; init; }

    /// <summary>What DPS did: <c>initialAssignment</c>, <c>deviceDataMigrated</c>, <c>deviceDataReset</c>, <c>reprovisionedToInitialAssignment</c>, or empty.</summary>
    public string Substatus { get; init; } = "";

    /// <summary>JSON that a custom allocation returned, or empty.</summary>
    public string PayloadJson { get; init; } = "";

    /// <summary>What had to be added to the device's clock to agree with the server's, in seconds.</summary>
    public long ClockOffsetSeconds { get; init; }

    /// <summary>Whether it belongs to a device with these options; another scope or id makes it worthless.</summary>
    /// <param name="options">The device's options.</param>
    public bool IsFor(IoTCOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.HubHost.Length == 0
            && string.Equals(ConfiguredIdScope, options.IdScope, StringComparison.OrdinalIgnoreCase)
            && string.Equals(RegistrationId, options.DeviceId, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Device, hub and scope in one line.</summary>
    public override string ToString() => $"{DeviceId} at {HubHost}, scope {IdScope}{(Substatus.Length == 0 ? "" : ", " + Substatus)}";
}
