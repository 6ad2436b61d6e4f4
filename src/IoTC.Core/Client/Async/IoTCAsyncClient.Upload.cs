using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport;
using IoTC.Upload;

namespace IoTC;

/// <content>Files go to the storage account of the hub, over connections of their own.</content>
public sealed partial class IoTCAsyncClient
{
    private readonly IAsyncTransportFactory? _siblings;     // the transport, when it can make another

    /// <summary>Stores a file in the hub's storage account and tells the hub. Completes when both are done; telemetry goes on meanwhile.</summary>
    /// <param name="blobName">
    /// The file's name, 1–1,024 characters together with the device id; <c>/</c> makes folders. The hub puts the device id before it. A file of that name is replaced.
    /// </param>
    /// <param name="content">
    /// Read from where it stands to its end, of any length; not disposed. A stream that cannot seek will do. It is not read any more when the call has returned: after a
    /// cancellation a read that is under way is given a cancelled token and waited for.
    /// </param>
    /// <param name="progress">Told the number of bytes stored, after each block; from a thread of the pool.</param>
    /// <param name="cancellationToken">Gives up; the hub is told that it failed, which may take ten seconds.</param>
    /// <exception cref="ArgumentException">The name is none that the storage takes, or the content cannot be read.</exception>
    /// <exception cref="IoTCException">
    /// The file was not stored, or the hub could not be told: <see cref="IoTCError.NotConnected"/> before the first <see cref="ConnectAsync"/>,
    /// <see cref="IoTCError.Stopped"/> when the client is disposed meanwhile, <see cref="IoTCError.StorageNotConfigured"/>, <see cref="IoTCError.StorageRefused"/>, <see cref="IoTCError.Throttled"/> and others; the message says what to do.
    /// </exception>
    /// <exception cref="InvalidOperationException">The transport makes no second connection and <see cref="IoTCOptions.UploadTransport"/> is not set.</exception>
    /// <remarks>
    /// A file smaller than <see cref="IoTCOptions.UploadBlockSize"/> is stored with one request, any other in blocks of that size, one after the other; one block is held
    /// in memory. What fails for a while (the network, 408, 429, 5xx) is tried again, block by block. A hub takes ten uploads of a device at a time.
    /// </remarks>
    public async Task UploadFileAsync(string blobName, Stream content, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        if (!content.CanRead) throw new ArgumentException("The content cannot be read.", nameof(content));
        UploadOptions upload = CreateUploadOptions(blobName);
        BlobName.Validate(blobName, upload.DeviceId);
        RequireBlocks(content, upload.BlockSize);
        cancellationToken.ThrowIfCancellationRequested();
        IAsyncTransport transport = CreateUploadTransport();
        _log.Api("uploading a file");
        await new AsyncUploader(upload, transport, content, progress, _time).RunAsync(_disposed.Token, cancellationToken).ConfigureAwait(false);
        _log.Api("file uploaded");
    }

    private UploadOptions CreateUploadOptions(string blobName)
    {
        lock (_pump.Gate)
        {
            if (_engine.HubHost.Length == 0) throw new IoTCException(IoTCError.NotConnected, "The file was not uploaded: the hub is not known yet. Connect first.");
            return new UploadOptions
            {
                HubHost = _engine.HubHost,
                HubPort = _options.HubHttpsPort,
                DeviceId = _engine.DeviceId,
                ApiVersion = _options.HubApiVersion,
                BlobName = blobName,
                CreateToken = _engine.HasSigner ? CreateHubToken : null,
                BlockSize = _options.UploadBlockSize,
                MaxAttempts = _options.UploadAttempts,
                OpenTimeoutMs = _options.OpenTimeoutMs,
                IdleTimeoutMs = _options.UploadTimeoutMs,
                MinBytesPerSecond = _options.UploadMinBytesPerSecond,
                MinDelayMs = _options.ReconnectMinDelayMs,
                MaxDelayMs = _options.ReconnectMaxDelayMs,
                Seed = _options.RandomSeed != 0 ? _options.RandomSeed : _time.GetTimestamp(),
            };
        }
    }

    private string CreateHubToken()
    {
        lock (_pump.Gate) return _engine.CreateHubToken(_time.GetUtcNow().ToUnixTimeMilliseconds(), _pump.NowMs);
    }

    private IAsyncTransport CreateUploadTransport()
    {
        IAsyncTransport transport = _options.UploadTransport?.Invoke() ?? _siblings?.CreateSibling()
            ?? throw new InvalidOperationException("This transport makes no second connection; set IoTCOptions.UploadTransport to a function that makes one.");
        ThrowHelper.RequireSecured(transport, _options);
        ThrowHelper.HandOverCertificate(transport, _options);
        return transport;
    }

    private static void RequireBlocks(Stream content, int blockSize)
    {
        if (!content.CanSeek) return;
        long length = content.Length - content.Position;
        long most = (long)UploadEngine.MaxBlocks * blockSize;
        if (length > most) throw new ArgumentException($"The content has {length} bytes; {UploadEngine.MaxBlocks} blocks of UploadBlockSize are {most}. Raise UploadBlockSize.", nameof(content));
    }
}
