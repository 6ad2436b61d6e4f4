namespace NanoThermostat;

/// <summary>The roots that DPS and the hub lead to.</summary>
internal static class Roots
{
    /// <summary>
    /// PEM text, or null for the certificates stored on the board, which is the better place: they can be renewed without a new program.
    /// Azure needs DigiCert Global Root G2, and Microsoft RSA Root Certificate Authority 2017 beside it.
    /// </summary>
    public const string? Pem = null;
}
