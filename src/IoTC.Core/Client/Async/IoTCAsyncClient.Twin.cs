using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Engine;

namespace IoTC;

/// <content>The whole twin, on request.</content>
public sealed partial class IoTCAsyncClient
{
    private readonly List<TwinReader> _twinReaders = [];

    /// <summary>Reads the twin. A hub that is throttled or away is asked again, also over the next connection, until the twin has come.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The twin as it was after this call; it may be kept.</returns>
    /// <exception cref="IoTCException">The client is not connected, nor connecting, or its connection ended for good before the twin had come.</exception>
    public async ValueTask<Twin> GetTwinAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TwinReader reader;
        lock (_pump.Gate)
        {
            if (_engine.Status == ConnectionStatus.Disconnected) throw ThrowHelper.NotSent(IoTCError.NotConnected, "request for the twin");
            reader = new TwinReader(_engine.RequestTwin());
            _twinReaders.Add(reader);
        }

        _pump.Turn();
        try
        {
            return await reader.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_pump.Gate) _twinReaders.Remove(reader);
        }
    }

    // Under the gate.
    private void TakeTwin(DeviceEvent deviceEvent)
    {
        Twin? twin = null;
        foreach (TwinReader reader in _twinReaders)
        {
            if (reader.Reading <= deviceEvent.Token) reader.TrySetResult(twin ??= new Twin(deviceEvent));
        }
    }

    private void FailTwinReaders(ConnectionChange change)
    {
        foreach (TwinReader reader in _twinReaders)
        {
            reader.TrySetException(new IoTCException(change.Error == IoTCError.None ? IoTCError.Stopped : change.Error, "The connection ended before the twin had come. " + change.Message));
        }
    }

    /// <param name="reading">The number of the reading that is waited for.</param>
    private sealed class TwinReader(int reading) : TaskCompletionSource<Twin>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public int Reading { get; } = reading;
    }
}
