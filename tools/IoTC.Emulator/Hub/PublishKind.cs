namespace IoTC.Emulator.Hub;

/// <summary>What a device asks for by publishing.</summary>
internal enum PublishKind
{
    NotAllowed,
    NoRequestId,
    Telemetry,
    TwinGet,
    ReportedPatch,
    MethodReply,
}
