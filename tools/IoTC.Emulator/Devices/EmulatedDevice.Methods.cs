using System;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator.Hub;

namespace IoTC.Emulator;

public sealed partial class EmulatedDevice
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<MethodResult>> _calls = new(StringComparer.Ordinal);

    /// <summary>Invokes a direct method (IoT Central: a command; of a component: <c>component*command</c>).</summary>
    /// <param name="name">The method's name.</param>
    /// <param name="payloadJson">The request; null sends an empty payload.</param>
    /// <param name="timeout">How long the device may take to reply; 10 s when null.</param>
    /// <param name="connectTimeout">How long to wait first for the device to be online and subscribed; not at all when null, as Azure does by default.</param>
    /// <param name="cancellationToken">Gives up early.</param>
    /// <returns>The reply; or the service's own 404 or 504: see <see cref="MethodResult.Outcome"/>.</returns>
    public async Task<MethodResult> InvokeAsync(
        string name, string? payloadJson = null, TimeSpan? timeout = null, TimeSpan? connectTimeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (await FindMethodConnectionAsync(connectTimeout, cancellationToken) is not { } connection)
        {
            return new MethodResult(MethodOutcome.DeviceNotOnline, 404, "");
        }

        string requestId = CreateRequestId();
        var call = new TaskCompletionSource<MethodResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[requestId] = call;
        try
        {
            connection.PushMethod(name, requestId, payloadJson is null ? [] : Encoding.UTF8.GetBytes(payloadJson));
            return await call.Task.WaitAsync(timeout ?? DefaultTimeout, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new MethodResult(MethodOutcome.TimedOut, 504, "");
        }
        finally
        {
            _calls.TryRemove(requestId, out _);
        }
    }

    /// <summary>Takes a reply; one that nobody waits for is ignored, as the hub does.</summary>
    internal void CompleteMethod(string requestId, int status, byte[] payload)
    {
        if (_calls.TryRemove(requestId, out TaskCompletionSource<MethodResult>? call))
        {
            call.TrySetResult(new MethodResult(MethodOutcome.Answered, status, Encoding.UTF8.GetString(payload)));
        }
    }

    // Opaque to devices and longer than any integer, so that a client which parses it is found out.
    private static string CreateRequestId() => "0" + RandomNumberGenerator.GetHexString(19, lowercase: true);

    private async Task<DeviceConnection?> FindMethodConnectionAsync(TimeSpan? connectTimeout, CancellationToken cancellationToken)
    {
        try
        {
            DeviceConnection? connection = null;
            await WaitUntilAsync(
                () => (connection = Connection) is { Subscriptions.MethodQos: not null }, connectTimeout ?? TimeSpan.Zero, "takes no methods", cancellationToken);
            return connection;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
