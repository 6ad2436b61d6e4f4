using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport;

namespace IoTC.Core.Tests.Client;

/// <summary>A transport over another that hangs where it is told to, moves few bytes at a time, and is cut after so many.</summary>
internal sealed class FaultInjectingTransport(IAsyncTransport inner) : IAsyncTransport, IUnsecuredTransport
{
    // Never completed.
    private readonly TaskCompletionSource<int> _never = new();
    private int _bytesLeft = int.MaxValue;

    /// <summary>Calls of this kind never complete.</summary>
    public FaultPoint Hangs { get; set; }

    /// <summary>Calls of this kind block their thread until the test ends.</summary>
    public FaultPoint Blocks { get; set; }

    /// <summary>The most bytes that one send or receive moves.</summary>
    public int MaxPiece { get; set; } = int.MaxValue;

    /// <summary>Lets blocked calls go.</summary>
    public ManualResetEventSlim Release { get; } = new();

    public int Opens { get; private set; }

    public int Cuts { get; private set; }

    /// <summary>Whether a cut is still to come.</summary>
    public bool WillCut => Volatile.Read(ref _bytesLeft) != int.MaxValue;

    /// <summary>The connection is cut after so many more bytes.</summary>
    public void CutAfter(int bytes) => Interlocked.Exchange(ref _bytesLeft, bytes);

    public ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        Opens++;
        return Meets(FaultPoint.Open) ? new(_never.Task) : inner.OpenAsync(host, port, cancellationToken);
    }

    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (Meets(FaultPoint.Send)) return await _never.Task;
        if (await IsCutAsync(0)) return TransportStatus.Reset;
        int sent = await inner.SendAsync(bytes[..Math.Min(bytes.Length, MaxPiece)], cancellationToken);
        return sent > 0 && await IsCutAsync(sent) ? TransportStatus.Reset : sent;
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        if (Meets(FaultPoint.Receive)) return await _never.Task;
        int received = await inner.ReceiveAsync(window[..Math.Min(window.Length, MaxPiece)], cancellationToken);
        return received > 0 && await IsCutAsync(received) ? TransportStatus.Reset : received;
    }

    public async ValueTask CloseAsync()
    {
        if (Meets(FaultPoint.Close)) await _never.Task;
        await inner.CloseAsync();
    }

    private bool Meets(FaultPoint point)
    {
        if ((Blocks & point) != 0) Release.Wait();
        return (Hangs & point) != 0;
    }

    private async ValueTask<bool> IsCutAsync(int count)
    {
        if (Volatile.Read(ref _bytesLeft) == int.MaxValue) return false;
        if (Interlocked.Add(ref _bytesLeft, -count) > 0) return false;
        Interlocked.Exchange(ref _bytesLeft, int.MaxValue);
        Cuts++;
        await inner.CloseAsync();
        return true;
    }
}
