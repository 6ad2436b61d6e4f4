using System;
using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <summary>Do the names of a certificate keep to the constraints of an authority above it?</summary>
/// <remarks>RFC 5280 §4.2.1.10 and §6.1.4 (g). Subject and subject alternative name count; the common name is no host name here, so no DNS constraint concerns it.</remarks>
internal static class NameConstraintRule
{
    /// <summary>The words of the first rule broken, or <see langword="null"/>.</summary>
    public static string? Judge(NameConstraints constraints, ParsedCertificate certificate, ValidationBudget budget)
    {
        if (!certificate.Subject.IsEmpty)
        {
            GeneralName subject = new(GeneralNameKind.Directory, certificate.SubjectContent, certificate.Subject);
            if (Judge(constraints, subject, budget) is { } broken)
            {
                return broken;
            }
        }

        foreach (GeneralName name in certificate.AlternativeNames)
        {
            if (Judge(constraints, name, budget) is { } broken)
            {
                return broken;
            }
        }

        return certificate.HasAlternativeNames ? null : JudgeMailOfSubject(constraints, certificate, budget);
    }

    private static string? Judge(NameConstraints constraints, GeneralName name, ValidationBudget budget)
    {
        int kind = 1 << (int)name.Kind;
        if (((constraints.Permits | constraints.Excludes) & kind) == 0)
        {
            return null;
        }

        if (!NameMatch.IsComparable(name))
        {
            return $"its name {name} is of a form that an authority's name constraints cannot be applied to";
        }

        foreach (GeneralName subtree in constraints.Excluded)
        {
            if (subtree.Kind != name.Kind)
            {
                continue;
            }

            if (!budget.TakeNameComparison())
            {
                return budget.Exhausted;
            }

            if (NameMatch.Touches(name, subtree))
            {
                return $"an authority's name constraints exclude its name {name}";
            }
        }

        return (constraints.Permits & kind) == 0 ? null : JudgePermitted(constraints.Permitted, name, budget);
    }

    private static string? JudgePermitted(GeneralName[] permitted, GeneralName name, ValidationBudget budget)
    {
        foreach (GeneralName subtree in permitted)
        {
            if (subtree.Kind != name.Kind)
            {
                continue;
            }

            if (!budget.TakeNameComparison())
            {
                return budget.Exhausted;
            }

            if (NameMatch.IsWithin(name, subtree))
            {
                return null;
            }
        }

        return $"an authority's name constraints do not permit its name {name}";
    }

    // Without a subject alternative name, mail constraints are for the addresses in the subject.
    private static string? JudgeMailOfSubject(NameConstraints constraints, ParsedCertificate certificate, ValidationBudget budget)
    {
        if (((constraints.Permits | constraints.Excludes) & (1 << (int)GeneralNameKind.Mail)) == 0)
        {
            return null;
        }

        foreach (GeneralName address in SubjectMail.Of(certificate))
        {
            if (Judge(constraints, address, budget) is { } broken)
            {
                return broken;
            }
        }

        return null;
    }
}
