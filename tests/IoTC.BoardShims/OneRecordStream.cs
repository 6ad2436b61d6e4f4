extern alias dotnet;

using System.IO;
using DotNet = dotnet::System.Net.Sockets;

namespace System.Net.Security;

/// <summary>Gives TLS no byte beyond the record that it reads, as mbedTLS takes them; so what waits, waits on the socket, where Poll sees it.</summary>
internal sealed class OneRecordStream(DotNet.Socket socket) : Stream
{
    private const int HeaderLength = 5;

    private readonly byte[] _header = new byte[HeaderLength];
    private int _headerCount;
    private int _left;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_left > 0)
        {
            int body = Receive(buffer, offset, Math.Min(count, _left));
            _left -= body;
            return body;
        }

        int received = Receive(buffer, offset, Math.Min(count, HeaderLength - _headerCount));
        Array.Copy(buffer, offset, _header, _headerCount, received);
        _headerCount += received;
        if (_headerCount == HeaderLength)
        {
            _headerCount = 0;
            _left = (_header[3] << 8) | _header[4];
        }

        return received;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            int sent = socket.Send(buffer, offset, count, DotNet.SocketFlags.None);
            offset += sent;
            count -= sent;
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private int Receive(byte[] buffer, int offset, int count) => socket.Receive(buffer, offset, count, DotNet.SocketFlags.None);
}
