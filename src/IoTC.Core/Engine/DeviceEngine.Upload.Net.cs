using IoTC.Security;

namespace IoTC.Engine;

/// <content>What a file upload needs of the device.</content>
public sealed partial class DeviceEngine
{
    /// <summary>Whether the device proves itself with tokens.</summary>
    internal bool HasSigner => _signer != null;

    /// <summary>Makes a token for the hub's HTTPS endpoint; only with <see cref="HasSigner"/>.</summary>
    /// <param name="utcUnixMs">The time now, as the device believes; what DPS has said about its clock is added.</param>
    internal string CreateHubToken(long utcUnixMs)
        => SharedAccessSignature.Create(HubHost + "/devices/" + DeviceId, ((utcUnixMs + _clockCorrectionMs) / 1000) + _options.TokenLifetimeSeconds, _signer!, null);
}
