using IoTC.Security;

namespace IoTC.Engine;

/// <content>What a file upload and the outbox need of the device.</content>
public sealed partial class DeviceEngine
{
    /// <summary>Whether the device proves itself with tokens.</summary>
    internal bool HasSigner => _signer != null;

    /// <summary>Makes a token for the hub's HTTPS endpoint; only with <see cref="HasSigner"/>.</summary>
    /// <param name="utcUnixMs">The time now, as the device believes; what the server has said about its clock is added.</param>
    /// <param name="nowMs">The same moment on the driver's monotonic clock.</param>
    internal string CreateHubToken(long utcUnixMs, long nowMs)
        => SharedAccessSignature.Create(HubHost + "/devices/" + DeviceId, (CorrectUtc(utcUnixMs, nowMs) / 1000) + _options.TokenLifetimeSeconds, _signer!, null);

    /// <summary>The time of day as far as it is known: the device's, with what the server has said about its clock, unless somebody has set that since.</summary>
    internal long CorrectUtc(long utcUnixMs, long nowMs)
    {
        SetUtcNow(utcUnixMs, nowMs);
        return utcUnixMs + _clockCorrectionMs;
    }
}
