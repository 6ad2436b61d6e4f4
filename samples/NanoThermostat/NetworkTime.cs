using System;
using System.Net;
using System.Net.Sockets;
using nanoFramework.Runtime.Native;

namespace NanoThermostat;

/// <summary>Sets the clock by SNTP (RFC 4330), so that no package beside System.Net is needed.</summary>
internal static class NetworkTime
{
    private const int Port = 123;
    private const int PacketLength = 48;
    private const int TransmitTimestamp = 40;
    private const int TimeoutMs = 5000;
    private const int Attempts = 10;

    // 1900 to 1970, in seconds.
    private const long NtpToUnixSeconds = 2208988800L;

    /// <summary>Asks until an answer comes; without one the clock stays, and the transport will say that it is wrong.</summary>
    public static bool Set(string server)
    {
        for (int i = 0; i < Attempts; i++)
        {
            long unixSeconds = Ask(server);
            if (unixSeconds > 0) return Rtc.SetSystemTime(new DateTime(621355968000000000L + (unixSeconds * 10000000L)));
        }

        return false;
    }

    /// <summary>Reads an answer; 0 for one that is not worth anything.</summary>
    internal static long Read(byte[] packet, int count)
    {
        // Leap indicator 3 or stratum 0: the server has no time itself. Mode 4: a server.
        if (count < PacketLength || (packet[0] >> 6) == 3 || (packet[0] & 7) != 4 || packet[1] == 0) return 0;
        long seconds = ((long)packet[TransmitTimestamp] << 24) | ((long)packet[TransmitTimestamp + 1] << 16) | ((long)packet[TransmitTimestamp + 2] << 8) | packet[TransmitTimestamp + 3];
        // RFC 4330 §3: from 2036 on the count begins anew, with its highest bit 0.
        if (seconds < 0x80000000L) seconds += 0x100000000L;
        return seconds - NtpToUnixSeconds;
    }

    private static long Ask(string server)
    {
        Socket? socket = null;
        try
        {
            IPAddress address = Dns.GetHostEntry(server).AddressList[0];
            socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            var packet = new byte[PacketLength];
            packet[0] = 0x23;               // version 4, mode 3: a client
            socket.Connect(new IPEndPoint(address, Port));
            socket.Send(packet);
            return socket.Poll(TimeoutMs * 1000, SelectMode.SelectRead) ? Read(packet, socket.Receive(packet)) : 0;
        }
        catch (Exception exception)
        {
            Console.WriteLine("no time from " + server + ": " + exception.Message);
            return 0;
        }
        finally
        {
            if (socket != null) socket.Close();
        }
    }
}
