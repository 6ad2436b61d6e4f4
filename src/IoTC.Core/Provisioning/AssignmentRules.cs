using IoTC.Buffers;

namespace IoTC.Provisioning;

/// <summary>What a name from a server must be before it becomes a host to open, a topic or a user name.</summary>
internal static class AssignmentRules
{
    /// <summary>The longest operation id that is sent back.</summary>
    public const int MaxOperationIdLength = 1024;

    private const int MaxHostLength = 255;
    private const int MaxDeviceIdLength = 128;

    /// <summary>Whether a text can be a host name or an address, with or without a port.</summary>
    public static bool IsHost(string host)
    {
        byte[] bytes = Utf8.GetBytes(host);
        for (int i = 0; i < bytes.Length; i++)
        {
            if (!IsLetterOrDigit(bytes[i]) && bytes[i] != '.' && bytes[i] != '-' && bytes[i] != ':' && bytes[i] != '_') return false;
            if (bytes[i] == '.' && (i == 0 || bytes[i - 1] == '.')) return false;
        }

        return bytes.Length > 0 && bytes.Length <= MaxHostLength;
    }

    /// <summary>Whether a text can be a Device ID: visible ASCII, without the characters that mean something in a topic.</summary>
    public static bool IsDeviceId(string deviceId)
    {
        byte[] bytes = Utf8.GetBytes(deviceId);
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] <= ' ' || bytes[i] > '~' || bytes[i] == '/' || bytes[i] == '+' || bytes[i] == '#') return false;
        }

        return bytes.Length > 0 && bytes.Length <= MaxDeviceIdLength;
    }

    public static bool IsLetterOrDigit(byte value)
    {
        byte lower = Ascii.ToLower(value);
        return (lower >= 'a' && lower <= 'z') || (value >= '0' && value <= '9');
    }
}
