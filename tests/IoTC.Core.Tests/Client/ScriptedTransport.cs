using System;
using System.Collections.Generic;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;

namespace IoTC.Core.Tests.Client;

/// <summary>The blocking transport of the scripted cloud; waiting moves the virtual clock and takes no time.</summary>
internal class ScriptedTransport(ScriptedCloud cloud, VirtualClock clock) : ITransport
{
    private readonly Queue<byte> _received = new();
    private CloudConnection? _connection;

    /// <summary>The longest piece that one receive gives.</summary>
    public int MaxReceive { get; set; } = int.MaxValue;

    /// <summary>Takes nothing to send: its buffers are full.</summary>
    public bool IsStuffed { get; set; }

    /// <summary>How often something was sent.</summary>
    public int SendCount { get; private set; }

    public bool IsOpen => _connection != null;

    public int Open(string host, int port, int timeoutMs)
    {
        int status = cloud.Open(host, port);
        if (status == TransportStatus.Pending) clock.Wait(timeoutMs, () => false);
        if (status != TransportStatus.Ok) return status;
        _received.Clear();
        _connection = cloud.Current;
        return status;
    }

    public int Send(byte[] buffer, int offset, int count, int timeoutMs)
    {
        if (IsStuffed)
        {
            clock.Wait(timeoutMs, () => !IsStuffed);
            if (IsStuffed) return 0;
        }

        SendCount++;
        cloud.Write(_connection!, buffer.AsSpan(offset, count));
        return count;
    }

    public int Receive(byte[] buffer, int offset, int count, int timeoutMs)
    {
        if (!HasNews) clock.Wait(timeoutMs, () => HasNews);
        while (_connection!.HasBytes)
        {
            foreach (byte value in _connection.Take()) _received.Enqueue(value);
        }

        int taken = 0;
        int limit = Math.Min(count, MaxReceive);
        while (taken < limit && _received.TryDequeue(out byte value)) buffer[offset + taken++] = value;
        return taken > 0 ? taken : _connection.CloseStatus ?? 0;
    }

    public void Close()
    {
        if (_connection != null) _connection.IsClosedByClient = true;
        _connection = null;
    }

    private bool HasNews => _received.Count > 0 || _connection!.HasBytes || _connection.CloseStatus != null;
}

/// <summary>The same, and says that it does not encrypt.</summary>
internal sealed class UnsecuredScriptedTransport(ScriptedCloud cloud, VirtualClock clock) : ScriptedTransport(cloud, clock), IUnsecuredTransport;
