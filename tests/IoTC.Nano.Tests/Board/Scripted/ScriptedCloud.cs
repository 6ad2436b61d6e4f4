using IoTC.Buffers;
using IoTC.Transport;

namespace IoTC.Nano.Tests.Scripted;

/// <summary>DPS and a hub in memory, behind the transport that the client is given.</summary>
internal sealed class ScriptedCloud : ITransport, ITransportDiagnostics
{
    private readonly ScriptedClock _clock;
    private readonly ByteBuffer _fromClient = new ByteBuffer(256, 65536);
    private readonly ByteBuffer _toClient = new ByteBuffer(256, 65536);
    private readonly ScriptedHub _hub;
    private readonly ScriptedDps _dps = new ScriptedDps();
    private int _taken;
    private int _endStatus;
    private bool _isDps;

    public ScriptedCloud(ScriptedClock clock)
    {
        _clock = clock;
        _hub = new ScriptedHub(_toClient);
    }

    public ScriptedHub Hub => _hub;

    public ScriptedDps Dps => _dps;

    public string LastFailure => "as the script says";

    public bool IsOpen { get; private set; }

    /// <summary>Statuses of the next attempts to open; Ok after them.</summary>
    public int FailingOpens { get; set; }

    public int OpenStatus { get; set; } = TransportStatus.Refused;

    /// <summary>How many streams were open at the same time, at the most.</summary>
    public bool WasOpenedTwice { get; private set; }

    public string Opened { get; private set; } = "";

    /// <summary>The client gets no more bytes at a time.</summary>
    public int ChunkSize { get; set; } = 4096;

    public int Open(string host, int port, int timeoutMs)
    {
        if (IsOpen) WasOpenedTwice = true;
        Opened += host + ":" + port.ToString() + " ";
        if (FailingOpens > 0)
        {
            FailingOpens--;
            return OpenStatus;
        }

        IsOpen = true;
        _isDps = port == 443;
        _endStatus = 0;
        _taken = 0;
        _fromClient.Clear();
        _toClient.Clear();
        return TransportStatus.Ok;
    }

    public int Send(byte[] buffer, int offset, int count, int timeoutMs)
    {
        if (!IsOpen) return TransportStatus.Closed;
        if (_endStatus < 0) return _endStatus;
        _fromClient.Append(buffer, offset, count);
        int used;
        do
        {
            used = _isDps ? _dps.Handle(_fromClient, _toClient) : _hub.Handle(_fromClient.Array, _fromClient.Count);
            Consume(used);
        }
        while (used > 0);
        if (_hub.EndStatus < 0)
        {
            _endStatus = _hub.EndStatus;
            _hub.EndStatus = 0;
        }

        return count;
    }

    public int Receive(byte[] buffer, int offset, int count, int timeoutMs)
    {
        if (!IsOpen) return TransportStatus.Closed;
        int available = _toClient.Count - _taken;
        if (available == 0)
        {
            if (_endStatus < 0) return _endStatus;
            _clock.Advance(timeoutMs);
            return 0;
        }

        int given = Numbers.Min(Numbers.Min(available, count), ChunkSize);
        Bytes.Copy(_toClient.Array, _taken, buffer, offset, given);
        _taken += given;
        if (_taken == _toClient.Count)
        {
            _toClient.Clear();
            _taken = 0;
        }

        return given;
    }

    public void Close() => IsOpen = false;

    /// <summary>The network cuts the connection.</summary>
    public void Cut() => _endStatus = TransportStatus.Reset;

    private void Consume(int count)
    {
        if (count == 0) return;
        int left = _fromClient.Count - count;
        Bytes.Copy(_fromClient.Array, count, _fromClient.Array, 0, left);
        _fromClient.Truncate(left);
    }
}
