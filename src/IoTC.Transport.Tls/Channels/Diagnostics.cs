namespace IoTC.Transport.Tls.Channels;

/// <summary>The words of the transport below.</summary>
internal static class Diagnostics
{
    public static string Of(object transport) => transport is ITransportDiagnostics { LastFailure: { } failure } ? failure : "";
}
