extern alias dotnet;

using System.Net.Sockets;

namespace System.Net;

public static class Dns
{
    public static dotnet::System.Net.IPHostEntry GetHostEntry(string hostNameOrAddress) =>
        Socket.Translate(() => dotnet::System.Net.Dns.GetHostEntry(hostNameOrAddress));
}
