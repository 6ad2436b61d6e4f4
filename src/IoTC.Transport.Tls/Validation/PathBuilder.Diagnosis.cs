using System.Collections.Generic;
using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <content>What to say when no path is good.</content>
internal sealed partial class PathBuilder
{
    private readonly List<Fault> _leastFaults = [];
    private long _leastWeight = long.MaxValue;

    private void NoteAnchored()
    {
        long weight = 0;
        foreach (Fault fault in _faults)
        {
            weight += fault.Weight;
        }

        if (weight < _leastWeight)
        {
            _leastWeight = weight;
            _leastFaults.Clear();
            _leastFaults.AddRange(_faults);
        }
    }

    private CertificateVerdict Diagnosis(ParsedCertificate leaf, List<Fault> ownFaults)
    {
        if (_budget.Exhausted is { } exhausted)
        {
            return CertificateVerdict.Invalid(leaf, exhausted);
        }

        if (_leastFaults.Count > 0)
        {
            return Gravest(_leastFaults).ToVerdict();
        }

        // No path leads to an anchor. A certificate that breaks a rule by itself would be refused with the right root as well.
        if (ownFaults.Count > 0 && Gravest(ownFaults) is { Weight: >= Fault.OfRule } own)
        {
            return own.ToVerdict();
        }

        ParsedCertificate end = Reachability.FindEnd(leaf, _sent);
        return CertificateVerdict.Of(
            TransportStatus.CertificateUntrusted,
            end,
            end.IsSelfIssued
                ? "a self-signed certificate that is no trusted root"
                : $"its issuer {end.IssuerText()} was neither sent by the server nor is it a trusted root");
    }

    private static Fault Gravest(List<Fault> faults)
    {
        Fault gravest = faults[0];
        foreach (Fault fault in faults)
        {
            gravest = fault.Weight > gravest.Weight ? fault : gravest;
        }

        return gravest;
    }
}
