using System;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Connecting;

/// <summary>An attempt to open that goes on in the background while the caller polls it.</summary>
internal sealed class OpenAttempt : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Task<OpenResult> _task;
    private readonly string _host;
    private readonly int _port;

    private OpenAttempt(SocketTransportBase transport, HostName host, int port)
    {
        _host = host.Text;
        _port = port;
        _task = Task.Run(() => RunAsync(transport, host, port, _cancellation.Token));
    }

    /// <summary>The result; only after <see cref="Wait"/> has said so.</summary>
    public OpenResult Result => _task.Result;

    public static OpenAttempt Start(SocketTransportBase transport, HostName host, int port) => new(transport, host, port);

    public bool IsFor(HostName host, int port) => _host == host.Text && _port == port;

    /// <summary>Waits for the end of the attempt; <see langword="false"/> when the time was over first.</summary>
    public bool Wait(int timeoutMs) => _task.Wait(timeoutMs);

    /// <summary>Ends the attempt; whatever it has opened, or is about to open, is closed. Does not wait.</summary>
    public void Abandon()
    {
        _cancellation.Cancel();
        _task.ContinueWith(
            static (task, attempt) =>
            {
                task.Result.Channel?.Close();
                ((OpenAttempt)attempt!).Dispose();
            },
            this,
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    public void Dispose() => _cancellation.Dispose();

    private static async Task<OpenResult> RunAsync(SocketTransportBase transport, HostName host, int port, CancellationToken cancellationToken)
    {
        try
        {
            return new(TransportStatus.Ok, "", await transport.RunAttemptAsync(host, port, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            FailureException failure = FailureException.From(e);
            return new(failure.Status, failure.Message, null);
        }
    }
}
