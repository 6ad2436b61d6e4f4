using System;

namespace IoTC.Emulator.Provisioning;

/// <summary>The rules for Registration IDs (Azure: "at most 128 characters, alphanumeric and <c>- . _ :</c>, ends alphanumeric").</summary>
internal static class RegistrationId
{
    public static bool IsValid(string id)
    {
        if (id.Length is 0 or > 128 || !char.IsAsciiLetterOrDigit(id[0]) && id[0] != '-' || !char.IsAsciiLetterOrDigit(id[^1]) && id[^1] != '-')
        {
            return false;
        }

        foreach (char c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or ':'))
            {
                return false;
            }
        }

        return true;
    }
}
