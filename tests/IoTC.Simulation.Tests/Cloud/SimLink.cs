using System;
using System.Collections.Generic;
using IoTC.Transport;

namespace IoTC.Simulation.Tests.Cloud;

/// <summary>One connection between the device and a server: bytes that take their time, arrive in pieces, stop anywhere, or vanish.</summary>
internal sealed class SimLink(SimWorld world, SimNetwork network, ISimServer server)
{
    private const int BufferBytes = 64 * 1024;

    private readonly Queue<byte[]> _received = new();
    private long _upMs;         // when the last bytes to the server arrive
    private long _downMs;       // when the last bytes to the device arrive
    private int _swallowed;
    private int _offset;        // of what has been taken from the first piece
    private bool _isServerGone;
    private bool _isDeviceGone;

    /// <summary>Set by the server: its end of the connection.</summary>
    public object? State { get; set; }

    /// <summary>Tells the device's driver that something has come.</summary>
    public Action News { get; set; } = () => { };

    /// <summary>Bytes that pass, in both directions together, before the connection is cut.</summary>
    public int BytesLeft { get; set; } = int.MaxValue;

    /// <summary>Half-open: bytes vanish, and nobody is told.</summary>
    public bool IsBlackHole { get; private set; }

    /// <summary>Something was done to it that excuses an answer which does not come.</summary>
    public bool IsFaulty { get; private set; }

    /// <summary>How it has ended, for the device.</summary>
    public int? End { get; private set; }

    public bool HasNews => _received.Count > 0 || End != null;

    public void BecomeBlackHole()
    {
        IsFaulty = true;
        IsBlackHole = true;
    }

    /// <summary>The device sends.</summary>
    /// <returns>Bytes taken, or how the connection has ended.</returns>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        if (End is { } end && _received.Count == 0) return end;
        if (network.IsStalled)
        {
            IsFaulty = true;
            return 0;
        }

        if (IsBlackHole)
        {
            int room = Math.Min(bytes.Length, BufferBytes - _swallowed);
            _swallowed += room;
            return room;
        }

        int taken = bytes.Length > 1 && world.Chance(0.05) ? world.Random.Next(1, bytes.Length) : bytes.Length;
        byte[] piece = bytes[..Math.Min(taken, BytesLeft)].ToArray();
        _upMs = Math.Max(_upMs, world.NowMs + network.LatencyMs());
        if (piece.Length > 0) world.After(_upMs - world.NowMs, () => ArriveAtServer(piece));
        Spend(taken);
        return taken;
    }

    /// <summary>The device takes what has come.</summary>
    public int Receive(Span<byte> window)
    {
        if (_received.Count == 0) return End ?? 0;
        byte[] first = _received.Peek();
        int count = Math.Min(window.Length, first.Length - _offset);
        if (count > 1 && world.Chance(0.05)) count = world.Random.Next(1, count);
        first.AsSpan(_offset, count).CopyTo(window);
        _offset += count;
        if (_offset < first.Length) return count;
        _received.Dequeue();
        _offset = 0;
        return count;
    }

    /// <summary>The device closes. The server learns of it after what was sent before, or not at all.</summary>
    public void Close()
    {
        if (_isDeviceGone) return;
        _isDeviceGone = true;
        End ??= TransportStatus.Closed;
        _upMs = Math.Max(_upMs, world.NowMs + network.LatencyMs());
        world.After(_upMs - world.NowMs, EndAtServer);
    }

    /// <summary>The server sends.</summary>
    public void SendToDevice(byte[] bytes)
    {
        if (_isServerGone || IsBlackHole) return;
        byte[] piece = bytes.Length <= BytesLeft ? bytes : bytes[..BytesLeft];
        _downMs = Math.Max(_downMs, world.NowMs + network.LatencyMs());
        if (piece.Length > 0) world.After(_downMs - world.NowMs, () => ArriveAtDevice(piece));
        Spend(bytes.Length);
    }

    /// <summary>The server closes. The device learns of it after what was sent before.</summary>
    public void CloseByServer(int status)
    {
        if (_isServerGone) return;
        _isServerGone = true;
        if (IsBlackHole) return;
        _downMs = Math.Max(_downMs, world.NowMs + network.LatencyMs());
        world.After(_downMs - world.NowMs, () => EndAtDevice(status));
    }

    /// <summary>The way between is cut: both ends learn of it, each in its time.</summary>
    public void Cut(int status)
    {
        IsFaulty = true;
        world.After(network.LatencyMs(), () => EndAtDevice(status));
        world.After(world.Between(0, 5000), EndAtServer);
    }

    /// <summary>Bytes that no server has sent; for mutations.</summary>
    public void Inject(byte[] bytes) => world.After(0, () => ArriveAtDevice(bytes));

    private void Spend(int count)
    {
        if (BytesLeft == int.MaxValue || BytesLeft == 0) return;
        BytesLeft = Math.Max(0, BytesLeft - count);
        if (BytesLeft == 0) Cut(world.Chance(0.5) ? TransportStatus.Reset : TransportStatus.Truncated);
    }

    private void ArriveAtServer(byte[] piece)
    {
        if (!_isServerGone && !IsBlackHole) server.Receive(this, piece);
    }

    private void ArriveAtDevice(byte[] piece)
    {
        if (_isDeviceGone || IsBlackHole || End != null) return;
        _received.Enqueue(piece);
        News();
    }

    private void EndAtServer()
    {
        if (_isServerGone || IsBlackHole) return;
        _isServerGone = true;
        server.HandleClosed(this);
    }

    private void EndAtDevice(int status)
    {
        if (_isDeviceGone || IsBlackHole || End != null) return;
        End = status;
        News();
    }
}
