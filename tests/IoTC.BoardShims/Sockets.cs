extern alias dotnet;

using System.ComponentModel;
using DotNet = dotnet::System.Net.Sockets;

namespace System.Net.Sockets;

#pragma warning disable CA1008, CA1027, CA1028, CA1069, CA1711, CA1716 // the board's names and values

public enum SelectMode
{
    SelectRead = 0,
    SelectWrite = 1,
    SelectError = 2,
}

public enum SocketType
{
    Stream = 1,
    Dgram = 2,
}

public enum ProtocolType
{
    Tcp = 6,
    Udp = 17,
}

public class SocketException(SocketError error) : Exception("board socket error")
{
    public int ErrorCode { get; } = (int)error;
}

/// <summary>A board's socket over .NET's: blocking, no limit on Connect, and failures told by one number.</summary>
public class Socket(AddressFamily family, SocketType type, ProtocolType protocol) : IDisposable
{
    internal DotNet.Socket Real { get; } = new(family, (DotNet.SocketType)type, (DotNet.ProtocolType)protocol);

    public int ReceiveTimeout { get; set; }

    public int SendTimeout { get; set; }

    public void Connect(EndPoint endPoint) => Translate(() =>
    {
        Real.Connect(endPoint);
        return 0;
    });

    public bool Poll(int microSeconds, SelectMode mode) => Translate(() => Real.Poll(microSeconds, (DotNet.SelectMode)mode));

    public int SendTo(byte[] buffer, EndPoint endPoint) => Translate(() => Real.SendTo(buffer, endPoint));

    public int Receive(byte[] buffer) => Translate(() => Real.Receive(buffer));

    public void Close() => Real.Close();

    public void Dispose()
    {
        Real.Dispose();
        GC.SuppressFinalize(this);
    }

    internal static T Translate<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (SocketErrorOf(e) is { } error)
        {
            throw new SocketException(error);
        }
    }

    internal static SocketError? SocketErrorOf(Exception? e) => e switch
    {
        null => null,
        SocketException => null,
        dotnet::System.Net.Sockets.SocketException socket => socket.SocketErrorCode,
        Win32Exception => SocketError.SocketError,
        _ => SocketErrorOf(e.InnerException),
    };
}
