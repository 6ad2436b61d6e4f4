using System;

namespace IoTC.Emulator.Hub;

/// <summary>Compares host names loosely: case and a port do not matter, and this machine has several names.</summary>
internal static class HubName
{
    public static bool Matches(string assignedHub, string name)
    {
        string host = WithoutPort(name);
        return Is(host, WithoutPort(assignedHub)) || Is(host, "localhost") || Is(host, "127.0.0.1") || Is(host, "[::1]") || Is(host, "::1");
    }

    public static string WithoutPort(string name)
    {
        int colon = name.LastIndexOf(':');
        bool isPort = colon > 0 && (name.IndexOf(':', StringComparison.Ordinal) == colon || name[colon - 1] == ']');
        return isPort ? name[..colon] : name;
    }

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
