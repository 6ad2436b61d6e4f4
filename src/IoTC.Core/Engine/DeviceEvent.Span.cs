using System;

namespace IoTC.Engine;

/// <content>Views for .NET.</content>
public sealed partial class DeviceEvent
{
    /// <summary>The payload or value; a view with the lifetime of the event.</summary>
    public ReadOnlySpan<byte> Payload => new(Buffer, PayloadOffset, PayloadCount);

    /// <summary>The name; a view with the lifetime of the event.</summary>
    public ReadOnlySpan<byte> Name => new(Buffer, NameOffset, NameCount);
}
