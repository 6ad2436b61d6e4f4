using System;

namespace IoTC.Core.Tests.Client;

/// <summary>The calls of a transport.</summary>
[Flags]
internal enum FaultPoint
{
    None = 0,
    Open = 1,
    Send = 2,
    Receive = 4,
    Close = 8,
}
