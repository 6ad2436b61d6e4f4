using System.Security.Cryptography.X509Certificates;

namespace IoTC.Emulator.Security;

/// <summary>What a device showed to prove who it is.</summary>
/// <param name="Token">The SAS token, if any.</param>
/// <param name="Certificate">The TLS client certificate, if any; not yet judged by anyone.</param>
/// <param name="Chain">What it sent after its certificate; helps to build a chain, and is not trusted.</param>
internal readonly record struct Evidence(string? Token, X509Certificate2? Certificate, X509Certificate2Collection Chain);
