using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport;

namespace IoTC.Samples;

/// <summary>A cloud on this machine, and the person in front of it. Only for a run without credentials.</summary>
internal interface ICloud : IAsyncDisposable
{
    /// <summary>Starts it.</summary>
    /// <returns>What a device needs to know of it.</returns>
    Task<(IoTCOptions Options, IAsyncTransport Transport)> StartAsync();

    /// <summary>Sets the device's target temperature, and asks for its report.</summary>
    /// <param name="runFor">How long the device will run.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>What did not happen, in one sentence; empty when all did.</returns>
    Task<string> OperateAsync(TimeSpan runFor, CancellationToken stop);
}
