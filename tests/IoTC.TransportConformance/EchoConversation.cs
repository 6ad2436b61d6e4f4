using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Conformance;

/// <summary>One connection of the <see cref="EchoServer"/>.</summary>
internal sealed class EchoConversation(Socket socket, Stream stream)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[16_384];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            int payload = buffer.AsSpan(0, count).IndexOfAnyInRange((byte)EchoProtocol.FirstCommand, byte.MaxValue);
            await stream.WriteAsync(buffer.AsMemory(0, payload < 0 ? count : payload), cancellationToken);
            if (payload >= 0)
            {
                await ObeyAsync(buffer[payload], cancellationToken);
                return;
            }
        }
    }

    private async Task ObeyAsync(byte command, CancellationToken cancellationToken)
    {
        switch (command)
        {
            case EchoProtocol.EndInOrder:
                await (stream is SslStream tls ? tls.ShutdownAsync() : Task.CompletedTask);
                socket.Shutdown(SocketShutdown.Send);
                break;
            case EchoProtocol.Cut:
                socket.LingerState = new(true, 0);
                socket.Close();
                break;
            case EchoProtocol.StopReading:
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"0x{command:X2} is no command.");
        }
    }
}
