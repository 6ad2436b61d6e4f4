using System;
using System.Collections.Generic;
using System.Text;
using IoTC.Transport.Tls.Certificates;
using IoTC.Transport.Tls.Der;

namespace IoTC.Transport.Tls.Validation;

/// <summary>The mail addresses that stand in a subject.</summary>
internal static class SubjectMail
{
    public static List<GeneralName> Of(ParsedCertificate certificate)
    {
        List<GeneralName> addresses = [];
        DerReader names = new(certificate.SubjectContent.Span);
        while (!names.IsAtEnd)
        {
            DerReader attributes = new(names.Read(DerTag.Set));
            while (!attributes.IsAtEnd)
            {
                DerReader attribute = attributes.ReadSequence();
                bool isMail = attribute.Read(DerTag.ObjectIdentifier).SequenceEqual(Oid.EmailAddress);
                if (isMail)
                {
                    ReadOnlySpan<byte> value = attribute.Read(out byte tag);
                    // What is no text stays as an address that matches nothing.
                    string text = NameText.TryDecode(tag, value) ?? "";
                    addresses.Add(new(GeneralNameKind.Mail, Encoding.UTF8.GetBytes(text), null));
                }
            }
        }

        return addresses;
    }
}
