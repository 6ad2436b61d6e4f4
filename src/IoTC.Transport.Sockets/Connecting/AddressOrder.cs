using System.Net;
using System.Net.Sockets;

namespace IoTC.Transport.Sockets.Connecting;

/// <summary>The order in which a host's addresses are tried: as the resolver gave them, but the families by turns.</summary>
/// <remarks>RFC 8305 §4: where one family does not work (often IPv6), its first address costs time, not all of them.</remarks>
internal static class AddressOrder
{
    public static IPAddress[] Alternate(IPAddress[] addresses)
    {
        if (addresses.Length < 3)
        {
            return addresses;
        }

        IPAddress[] ordered = new IPAddress[addresses.Length];
        AddressFamily first = addresses[0].AddressFamily;
        int own = 0;
        int other = 0;
        for (int i = 0; i < ordered.Length; i++)
        {
            own = Next(addresses, own, first, same: true);
            other = Next(addresses, other, first, same: false);
            bool takeOwn = other == addresses.Length || (i % 2 == 0 && own < addresses.Length);
            ordered[i] = addresses[takeOwn ? own++ : other++];
        }

        return ordered;
    }

    private static int Next(IPAddress[] addresses, int from, AddressFamily family, bool same)
    {
        while (from < addresses.Length && addresses[from].AddressFamily == family != same)
        {
            from++;
        }

        return from;
    }
}
