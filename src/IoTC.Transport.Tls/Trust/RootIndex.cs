using System;
using System.Collections.Generic;
using IoTC.Transport.Tls.Certificates;
using IoTC.Transport.Tls.Der;

namespace IoTC.Transport.Tls.Trust;

/// <summary>Anchors by their subjects. Of a certificate only the subject is read before somebody asks for it.</summary>
internal sealed class RootIndex
{
    private readonly Dictionary<DistinguishedName, List<Root>> _roots = [];
    private readonly List<string> _skipped = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>What was passed over, a sentence each.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>Reads every certificate of a PEM text.</summary>
    public static RootIndex FromPem(string pem)
    {
        RootIndex index = new();
        foreach (PemBlock block in PemText.Read(pem))
        {
            if (block.Label is "CERTIFICATE" or "TRUSTED CERTIFICATE" or "X509 CERTIFICATE")
            {
                index.Add(block);
            }
        }

        return index;
    }

    /// <summary>Says that something could not be read.</summary>
    public void Skip(string reason) => _skipped.Add(reason);

    /// <summary>Adds the anchors of this subject to a list.</summary>
    public void Find(DistinguishedName subject, List<ParsedCertificate> found)
    {
        if (!_roots.TryGetValue(subject, out List<Root>? roots))
        {
            return;
        }

        foreach (Root root in roots)
        {
            if (root.Certificate is { } certificate)
            {
                found.Add(certificate);
            }
        }
    }

    private void Add(PemBlock block)
    {
        if (block.TryDecode() is not { } der)
        {
            Skip($"The certificate at line {block.Line} is damaged: its END line or Base64 is wrong.");
            return;
        }

        try
        {
            DistinguishedName subject = ReadSubject(der);
            if (!_roots.TryGetValue(subject, out List<Root>? roots))
            {
                _roots.Add(subject, roots = []);
            }

            roots.Add(new(der));
            Count++;
        }
        catch (DerException e)
        {
            Skip($"The certificate at line {block.Line} cannot be read: {e.Message}.");
        }
    }

    // RFC 5280 §4.1: version, serialNumber, signature, issuer and validity stand before the subject.
    private static DistinguishedName ReadSubject(byte[] der)
    {
        DerReader outer = new(der);
        DerReader certificate = outer.ReadSequence();
        outer.ExpectEnd();
        DerReader fields = certificate.ReadSequence();
        fields.TryRead(DerTag.ContextConstructed(0), out _);
        fields.ReadInteger();
        fields.Read(DerTag.Sequence);
        fields.Read(DerTag.Sequence);
        fields.Read(DerTag.Sequence);
        return DistinguishedName.Read(fields.Read(DerTag.Sequence));
    }

    private sealed class Root(byte[] der)
    {
        private ParsedCertificate? _certificate;
        private bool _isUnreadable;

        public ParsedCertificate? Certificate
        {
            get
            {
                if (_certificate is null && !_isUnreadable)
                {
                    try
                    {
                        _certificate = ParsedCertificate.Read(der);
                    }
                    catch (DerException)
                    {
                        _isUnreadable = true;
                    }
                }

                return _certificate;
            }
        }
    }
}
