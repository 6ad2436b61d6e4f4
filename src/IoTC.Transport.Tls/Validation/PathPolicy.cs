namespace IoTC.Transport.Tls.Validation;

/// <summary>What a path is judged by.</summary>
/// <param name="NowSeconds">Now, in whole seconds since 1970 UTC.</param>
/// <param name="Pins">Public keys of which one must be in the path, or <see langword="null"/>.</param>
/// <param name="ForServer">Whether the certificate has to be one of a TLS server; <see langword="false"/> leaves usages aside.</param>
/// <param name="MaxIntermediates">Authorities between the certificate and the anchor, without self-issued ones.</param>
internal sealed record PathPolicy(long NowSeconds, PinnedKeySet? Pins = null, bool ForServer = true, int MaxIntermediates = ValidationBudget.MaxIntermediates);
