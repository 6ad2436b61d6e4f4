using System;
using System.Collections.Generic;
using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <summary>Looks for a path from a certificate to an anchor, depth first, and judges each step before it is taken.</summary>
/// <remarks>
/// RFC 4158 and RFC 5280 §6.1. Signatures are checked last, once for each pair; all that is counted is limited by <see cref="ValidationBudget"/>.
/// It runs once strictly: the first path without a fault is the answer. When there is none it runs again and lets faults pass (but never forgets one), to
/// tell which path comes nearest, and what is wrong with it: "expired" helps, where "no path found" does not.
/// </remarks>
internal sealed partial class PathBuilder
{
    private readonly TrustedRoots _roots;
    private readonly List<ParsedCertificate> _sent;
    private readonly PathPolicy _policy;
    private readonly ValidationBudget _budget;
    private readonly Dictionary<(ParsedCertificate Certificate, ParsedCertificate Issuer), bool> _signatures = [];
    private readonly Dictionary<ParsedCertificate, Fault?> _issuerFaults = [];
    private readonly HashSet<ParsedCertificate> _hopeful;
    private readonly ParsedCertificate[] _path = new ParsedCertificate[ValidationBudget.MaxPath];
    private readonly List<Fault> _faults = [];
    private int _length;
    private bool _isStrict;
    private CertificateVerdict? _pinVerdict;

    /// <param name="roots">The anchors.</param>
    /// <param name="sent">What the server sent besides its own certificate, in any order.</param>
    /// <param name="policy">What is asked.</param>
    /// <param name="budget">What may be spent.</param>
    public PathBuilder(TrustedRoots roots, List<ParsedCertificate> sent, PathPolicy policy, ValidationBudget budget)
    {
        _roots = roots;
        _sent = sent;
        _policy = policy;
        _budget = budget;
        _hopeful = Reachability.FindHopeful(roots, sent);
    }

    /// <summary>The path that was accepted, from the certificate to the anchor.</summary>
    public ReadOnlySpan<ParsedCertificate> Path => _path.AsSpan(0, _length);

    /// <summary>Judges a certificate.</summary>
    public CertificateVerdict Judge(ParsedCertificate leaf)
    {
        List<Fault> ownFaults = LeafRules.Judge(leaf, _policy);
        if (ownFaults.Count == 0 && Search(leaf, ownFaults, isStrict: true))
        {
            return CertificateVerdict.Accepted;
        }

        if (_pinVerdict is { } unpinned)
        {
            return unpinned;
        }

        if (_budget.Exhausted is null)
        {
            Search(leaf, ownFaults, isStrict: false);
        }

        return Diagnosis(leaf, ownFaults);
    }

    private bool Search(ParsedCertificate leaf, List<Fault> ownFaults, bool isStrict)
    {
        _isStrict = isStrict;
        _path[0] = leaf;
        _length = 1;
        _faults.Clear();
        _faults.AddRange(ownFaults);

        // A server's own certificate may be trusted by itself.
        return (_roots.Contains(leaf) && Finish()) || Extend();
    }

    /// <summary>Tries every issuer of the last certificate of the path.</summary>
    private bool Extend()
    {
        ParsedCertificate last = _path[_length - 1];
        if (_length == ValidationBudget.MaxPath)
        {
            return false;
        }

        foreach (ParsedCertificate anchor in _roots.Find(last.Issuer))
        {
            if (Try(anchor, isAnchor: true))
            {
                return true;
            }
        }

        // Those that the authority key identifier names come first; the identifier is a hint, the signature decides.
        return ExtendBySent(last, named: true) || ExtendBySent(last, named: false);
    }

    private bool ExtendBySent(ParsedCertificate last, bool named)
    {
        foreach (ParsedCertificate candidate in _sent)
        {
            bool isIssuer = _hopeful.Contains(candidate) && candidate.Subject.Equals(last.Issuer) && Reachability.IsNamed(last, candidate) == named;
            if (isIssuer && !IsInPath(candidate) && Try(candidate, isAnchor: false))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes a step when the rules allow it, and goes on from there; leaves everything as it was when that leads nowhere.</summary>
    private bool Try(ParsedCertificate issuer, bool isAnchor)
    {
        if (!_budget.TakeCandidate() || _budget.Exhausted is not null)
        {
            return false;
        }

        int faults = _faults.Count;
        if (MayStep(issuer, isAnchor))
        {
            _path[_length++] = issuer;
            if (isAnchor ? Finish() : Extend())
            {
                return true;
            }

            _length--;
        }

        _faults.RemoveRange(faults, _faults.Count - faults);
        return false;
    }

    private bool MayStep(ParsedCertificate issuer, bool isAnchor)
    {
        if (Refuses(IssuerFault(issuer, isAnchor)) || Refuses(ValidityRule.Judge(issuer, _policy.NowSeconds)) || Refuses(LengthFault(issuer, isAnchor)))
        {
            return false;
        }

        return !Refuses(NameFault(issuer)) && IsSignedBy(_path[_length - 1], issuer);
    }

    /// <summary>Whether a fault ends this attempt; when the search is lenient it is only noted.</summary>
    private bool Refuses(Fault? fault)
    {
        if (fault is { } found)
        {
            _faults.Add(found);
        }

        return fault is not null && _isStrict;
    }

    private Fault? IssuerFault(ParsedCertificate issuer, bool isAnchor)
    {
        if (!_issuerFaults.TryGetValue(issuer, out Fault? fault))
        {
            string? broken = CertificateRules.BrokenByIssuer(issuer, _policy);
            broken ??= isAnchor ? CertificateRules.BrokenByAnchor(issuer) : CertificateRules.BrokenByIssued(issuer);
            fault = broken is null ? null : Fault.Rule(issuer, broken);
            _issuerFaults.Add(issuer, fault);
        }

        return fault;
    }

    // RFC 5280 §6.1.4 (l) and (m): self-issued authorities do not count.
    private Fault? LengthFault(ParsedCertificate issuer, bool isAnchor)
    {
        int below = 0;
        for (int i = 1; i < _length; i++)
        {
            below += _path[i].IsSelfIssued ? 0 : 1;
        }

        if (issuer.PathLength >= 0 && below > issuer.PathLength)
        {
            return Fault.Rule(issuer, $"it allows {issuer.PathLength} authorities below it, and there are {below}");
        }

        int intermediates = below + (isAnchor || issuer.IsSelfIssued ? 0 : 1);
        return intermediates > _policy.MaxIntermediates
            ? Fault.Rule(issuer, $"the chain has more than {_policy.MaxIntermediates} authorities between server and root")
            : null;
    }

    // RFC 5280 §4.2.1.10: constraints hold for all below, except self-issued authorities.
    private Fault? NameFault(ParsedCertificate issuer)
    {
        if (issuer.NameConstraints is not { } constraints)
        {
            return null;
        }

        for (int i = 0; i < _length; i++)
        {
            if ((i == 0 || !_path[i].IsSelfIssued) && NameConstraintRule.Judge(constraints, _path[i], _budget) is { } broken)
            {
                return Fault.Rule(_path[i], broken);
            }
        }

        return null;
    }

    private bool IsSignedBy(ParsedCertificate certificate, ParsedCertificate issuer)
    {
        if (certificate.SignatureAlgorithm.Defect is { } defect)
        {
            return !Refuses(Fault.Rule(certificate, defect));
        }

        if (!_signatures.TryGetValue((certificate, issuer), out bool isGood))
        {
            if (!_budget.TakeSignatureCheck())
            {
                return false;
            }

            isGood = SignatureCheck.IsSignedBy(certificate, issuer);
            _signatures.Add((certificate, issuer), isGood);
        }

        // Another authority of the same name is no issuer, nor is a root that of another root. One that is named by its key as well should have been.
        return isGood
            || (!IsOther(certificate, issuer) && !certificate.IsSelfIssued
                && !Refuses(new(Fault.OfSignature, TransportStatus.CertificateInvalid, certificate, $"its signature is not that of its issuer {issuer.SubjectText()}")));
    }

    private bool Finish()
    {
        if (!_isStrict)
        {
            NoteAnchored();
            return false;
        }

        if (_policy.Pins?.Judge(Path) is { IsAccepted: false } unpinned)
        {
            _pinVerdict = unpinned;
            return false;
        }

        return true;
    }

    private bool IsInPath(ParsedCertificate candidate)
    {
        foreach (ParsedCertificate certificate in Path)
        {
            // RFC 4158 §2.4.2: the same authority, though by another certificate, makes a loop.
            if (certificate.Subject.Equals(candidate.Subject) && certificate.Key.Info.Span.SequenceEqual(candidate.Key.Info.Span))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOther(ParsedCertificate certificate, ParsedCertificate issuer) =>
        !issuer.SubjectKeyIdentifier.IsEmpty && !certificate.AuthorityKeyIdentifier.IsEmpty && !Reachability.IsNamed(certificate, issuer);
}
