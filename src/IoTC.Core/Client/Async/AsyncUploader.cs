using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport;
using IoTC.Upload;

namespace IoTC;

/// <summary>Runs one upload: carries bytes between its engine and a transport, and the content into its blocks. It decides nothing.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "RunAsync, called once, gives the pump back at its end.")]
internal sealed class AsyncUploader : IAsyncPumpOwner
{
    private readonly UploadEngine _engine;
    private readonly IAsyncTransport _transport;
    private readonly AsyncPump _pump;
    private readonly Stream _content;
    private readonly IProgress<long>? _progress;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private Exception? _contentFailure;
    private CancellationToken _givenUp;

    public AsyncUploader(UploadOptions options, IAsyncTransport transport, Stream content, IProgress<long>? progress, TimeProvider time)
    {
        _engine = new UploadEngine(options);
        _transport = transport;
        _content = content;
        _progress = progress;
        _pump = new AsyncPump(_engine, transport, this, time);
    }

    /// <summary>Runs to the end, the word to the hub included; gives the transport and the content back.</summary>
    /// <param name="disposed">The client's end, which ends the upload too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IoTCException">The file was not stored, or the hub could not be told.</exception>
    public async Task RunAsync(CancellationToken disposed, CancellationToken cancellationToken)
    {
        using CancellationTokenSource givenUp = CancellationTokenSource.CreateLinkedTokenSource(disposed, cancellationToken);
        _givenUp = givenUp.Token;
        lock (_pump.Gate) _engine.Start(_pump.NowMs);
        _pump.Turn();
        try
        {
            using (cancellationToken.UnsafeRegister(static uploader => ((AsyncUploader)uploader!).Abort("The upload was cancelled."), this))
            using (disposed.UnsafeRegister(static uploader => ((AsyncUploader)uploader!).Abort("The client was disposed while the file was being uploaded."), this))
            {
                await _ended.Task.ConfigureAwait(false);
            }
        }
        finally
        {
            await _pump.DisposeAsync().ConfigureAwait(false);
            // The content is the caller's again once this has returned, whatever a read makes of its token.
            await _reading.ConfigureAwait(false);
        }

        if (_engine.Error == IoTCError.Stopped) cancellationToken.ThrowIfCancellationRequested();
        if (_contentFailure != null) ExceptionDispatchInfo.Throw(_contentFailure);
        if (_engine.Error != IoTCError.None) throw new IoTCException(_engine.Error, _engine.Message);
        _progress?.Report(_engine.StoredBytes);
    }

    // Under the gate.
    void IAsyncPumpOwner.DrainEvents()
    {
        while (true)
        {
            switch (_engine.TakeEvent())
            {
                case UploadEventType.OpenTransport:
                    (_transport as IPinnedTransport)?.SetPinned(_engine.IsHubStep);
                    _pump.Open(_engine.Host, _engine.Port, TransportProtocol.Http);
                    break;
                case UploadEventType.CloseTransport:
                    _pump.Close();
                    break;
                case UploadEventType.NeedBlock:
                    _reading = Task.Run(ReadBlockAsync);
                    break;
                case UploadEventType.Ended:
                    _ended.TrySetResult();
                    break;
                default:
                    return;
            }
        }
    }

    private async Task ReadBlockAsync()
    {
        try
        {
            if (_engine.StoredBytes > 0) _progress?.Report(_engine.StoredBytes);
            byte[] block = _engine.Block;
            int count = 0;
            int read = -1;
            while (count < block.Length && read != 0)
            {
                _givenUp.ThrowIfCancellationRequested();
                read = await _content.ReadAsync(block.AsMemory(count), _givenUp).ConfigureAwait(false);
                count += read;
            }

            lock (_pump.Gate) _engine.CommitBlock(count, _pump.NowMs);
            _pump.Turn();
        }
        catch (Exception) when (_givenUp.IsCancellationRequested)
        {
            // Whoever gave up has said so.
        }
        catch (Exception exception)
        {
            _contentFailure = exception;
            Abort("The content could not be read.");
        }
    }

    private void Abort(string message)
    {
        lock (_pump.Gate) _engine.Abort(message, _pump.NowMs);
        _pump.Turn();
    }
}
