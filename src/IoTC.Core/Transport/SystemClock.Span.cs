using System;

namespace IoTC.Transport;

/// <content>The span clock of .NET.</content>
public sealed partial class SystemClock
{
    /// <inheritdoc/>
    public long NowMs => Environment.TickCount64;
}
