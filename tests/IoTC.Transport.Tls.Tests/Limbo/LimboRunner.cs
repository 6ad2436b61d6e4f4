using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using IoTC.Transport.Tls.Certificates;
using IoTC.Transport.Tls.Der;
using IoTC.Transport.Tls.Validation;

namespace IoTC.Transport.Tls.Tests.Limbo;

/// <summary>Runs cases: those of a server with a name through the public validator, the others through the path builder, which knows more.</summary>
internal static class LimboRunner
{
    /// <summary>Why a case asks for something that this validator does not do, or <see langword="null"/>.</summary>
    public static string? Inapplicable(LimboCase limboCase) =>
        limboCase.Features.Contains("has-crl") ? "revocation lists are not read"
        : limboCase.SignatureAlgorithms.Length > 0 ? "signature algorithms cannot be chosen"
        : limboCase.ExtendedKeyUsages.Any(u => u != "serverAuth") ? "another usage than server authentication cannot be asked for"
        : null;

    public static LimboOutcome Run(LimboCase limboCase)
    {
        TrustedRoots roots = TrustedRoots.FromPem(string.Join('\n', limboCase.RootPems));
        List<byte[]> certificates = [Decode(limboCase.LeafPem), .. limboCase.IntermediatePems.Select(Decode)];
        long now = (limboCase.Time ?? DateTimeOffset.UtcNow).ToUnixTimeMilliseconds();
        long started = Stopwatch.GetTimestamp();
        (int status, string reason) = limboCase is { Kind: "SERVER", Host: { } host, MaxIntermediates: null }
            ? RunServer(roots, certificates, host, now)
            : RunPath(roots, certificates, limboCase, now);
        return new(limboCase, status == TransportStatus.Ok, reason, Stopwatch.GetElapsedTime(started));
    }

    private static (int Status, string Reason) RunServer(TrustedRoots roots, List<byte[]> certificates, string host, long now)
    {
        int status = new ServerCertificateValidator(roots).Validate(certificates, host, now, out string reason);
        return (status, reason);
    }

    private static (int Status, string Reason) RunPath(TrustedRoots roots, List<byte[]> certificates, LimboCase limboCase, long now)
    {
        try
        {
            ParsedCertificate leaf = ParsedCertificate.Read(certificates[0]);
            List<ParsedCertificate> others = [.. certificates.Skip(1).Select(c => ParsedCertificate.Read(c))];
            PathPolicy policy = new(now / 1000, null, limboCase.Kind == "SERVER", Math.Min(limboCase.MaxIntermediates ?? int.MaxValue, ValidationBudget.MaxIntermediates));
            CertificateVerdict verdict = new PathBuilder(roots, others, policy, new()).Judge(leaf);
            if (verdict.IsAccepted && limboCase is { Kind: "SERVER", Host: { } host })
            {
                verdict = HostNameRule.Judge(leaf, ServerName.TryParse(host)!);
            }

            return (verdict.Status, verdict.Reason);
        }
        catch (DerException e)
        {
            return (TransportStatus.CertificateInvalid, e.Message);
        }
    }

    private static byte[] Decode(string pem) => PemText.Read(pem).Single().TryDecode()!;
}
