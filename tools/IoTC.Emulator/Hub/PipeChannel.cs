using System;
using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using MQTTnet.Channel;

namespace IoTC.Emulator.Hub;

/// <summary>Lends MQTTnet's codec the bytes of a connection that somebody else accepted and secured.</summary>
internal sealed class PipeChannel(IDuplexPipe pipe, EndPoint? local, EndPoint? remote, X509Certificate2? clientCertificate) : IMqttChannel
{
    private static readonly byte[] UnacceptableProtocolVersion = [0x20, 2, 0, 1];

    private readonly FrameGuard _guard = new();

    public X509Certificate2? ClientCertificate => clientCertificate;

    public EndPoint? RemoteEndPoint => remote;

    public EndPoint? LocalEndPoint => local;

    public bool IsSecureConnection => true;

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ReadResult result = await pipe.Input.ReadAsync(cancellationToken);
        ReadOnlySequence<byte> taken = result.Buffer.Slice(0, Math.Min(count, result.Buffer.Length));
        taken.CopyTo(buffer.AsSpan(offset));
        pipe.Input.AdvanceTo(taken.End);
        int length = (int)taken.Length;
        FrameVerdict verdict = _guard.Accept(buffer.AsSpan(offset, length));
        if (verdict == FrameVerdict.WrongLevel)
        {
            // [MQTT-3.1.2-2] The CONNACK has the 3.1.1 shape whatever the client speaks.
            await pipe.Output.WriteAsync(UnacceptableProtocolVersion, cancellationToken);
        }

        return verdict == FrameVerdict.Good ? length : 0;
    }

    public async Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        foreach (ReadOnlyMemory<byte> part in buffer)
        {
            pipe.Output.Write(part.Span);
        }

        if (isEndOfPacket)
        {
            FlushResult result = await pipe.Output.FlushAsync(cancellationToken);
            if (result.IsCompleted)
            {
                throw new System.IO.IOException("The peer has closed the connection.");
            }
        }
    }

    public void Dispose()
    {
    }
}
