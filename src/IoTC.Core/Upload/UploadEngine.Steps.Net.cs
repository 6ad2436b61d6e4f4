using System;
using IoTC.Engine;
using IoTC.Http;
using IoTC.Transport;

namespace IoTC.Upload;

/// <content>The steps of an upload, what their answers mean, and how it ends.</content>
internal sealed partial class UploadEngine
{
    /// <summary>The most blocks that a blob may have.</summary>
    public const int MaxBlocks = 50_000;

    private const int MaxRetryAfterSeconds = 300;
    private const int Cancelled = 499;

    private UploadTarget? _target;
    private byte[] _block = [];
    private Step _step;
    private Step _stepAfterUri;
    private bool _isContentEnded;
    private bool _isUriRenewed;
    private int _blockCount;        // bytes in the block
    private int _blocks;            // blocks that are stored
    private int _attempts;
    private int _failureStatus;

    private enum Step : byte
    {
        GetUri,
        PutBlob,
        PutBlock,
        PutBlockList,
        Notify,
    }

    /// <summary>How it ended; <see cref="IoTCError.None"/> when the file is stored and the hub has been told.</summary>
    public IoTCError Error { get; private set; }

    /// <summary>The same in words: what happened and what to do.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Bytes that the storage has taken.</summary>
    public long StoredBytes { get; private set; }

    /// <summary>The block to be filled.</summary>
    public byte[] Block => _block;

    /// <summary>Whether the hub is spoken to, not its storage.</summary>
    public bool IsHubStep => _step is Step.GetUri or Step.Notify;

    /// <summary>The block has been filled.</summary>
    /// <param name="count">Bytes in it; less than its length only at the end of the content.</param>
    /// <param name="nowMs">The time now.</param>
    public void CommitBlock(int count, long nowMs)
    {
        if (_state != State.WaitingForBlock) return;
        _blockCount = count;
        _isContentEnded = count < _block.Length;
        if (_blocks == 0 && _isContentEnded) Begin(Step.PutBlob, nowMs);
        else if (count == 0) Begin(Step.PutBlockList, nowMs);
        else if (_blocks == MaxBlocks) Fail(IoTCError.TooLarge, $"The content has more than {MaxBlocks} blocks of {_block.Length} bytes. Raise UploadBlockSize.", 413, nowMs);
        else Begin(Step.PutBlock, nowMs);
    }

    /// <summary>Gives up: nothing more is stored, and the hub is told, if it has given an address.</summary>
    /// <param name="message">Why.</param>
    /// <param name="nowMs">The time now.</param>
    public void Abort(string message, long nowMs)
    {
        if (_state == State.Ended) return;
        if (_step == Step.Notify) _lastMs = Math.Min(_lastMs, nowMs + _options.FailureNotificationTimeoutMs);
        else Fail(IoTCError.Stopped, message, Cancelled, nowMs);
    }

    private void Begin(Step step, long nowMs)
    {
        _step = step;
        _attempts = 0;
        _backoff.Reset();
        Go(nowMs);
    }

    private void WriteStep()
    {
        switch (_step)
        {
            case Step.GetUri:
                _requests.WriteGetUri();
                break;
            case Step.PutBlob:
                _requests.WritePutBlob(_target!, _block, _blockCount);
                break;
            case Step.PutBlock:
                _requests.WritePutBlock(_target!, _blocks, _block, _blockCount);
                break;
            case Step.PutBlockList:
                _requests.WritePutBlockList(_target!, _blocks);
                break;
            case Step.Notify:
                _requests.WriteNotification(_target!.CorrelationId, Error == IoTCError.None, Error == IoTCError.None ? 201 : _failureStatus, Error == IoTCError.None ? "stored" : Error.ToString());
                break;
        }
    }

    private void ReadResponse(long nowMs)
    {
        if (_parser.Status == HttpParseStatus.Error)
        {
            Drop();
            Retry(IoTCError.ProtocolViolation, $"The answer of {Host} is not HTTP: {_parser.Error}", 502, -1, nowMs);
            return;
        }

        _hasAnswered = true;

        // An answer before the request's end leaves nobody knowing where the next one begins.
        if (!_parser.KeepAlive || _sent < RequestLength) Drop();
        int status = _parser.StatusCode;
        if (status is >= 200 and < 300) ReadSuccess(nowMs);
        else if (!IsHubStep && status is 401 or 403 && TryRenewUri(nowMs)) return;
        else ReadRefusal(status, nowMs);
    }

    private void ReadSuccess(long nowMs)
    {
        switch (_step)
        {
            case Step.GetUri:
                ReadTarget(nowMs);
                break;
            case Step.PutBlob:
                StoredBytes += _blockCount;
                Begin(Step.Notify, nowMs);
                break;
            case Step.PutBlock:
                StoredBytes += _blockCount;
                _blocks++;
                _isUriRenewed = false;
                if (_isContentEnded) Begin(Step.PutBlockList, nowMs);
                else AskBlock();
                break;
            case Step.PutBlockList:
                Begin(Step.Notify, nowMs);
                break;
            case Step.Notify:
                End();
                break;
        }
    }

    private void ReadTarget(long nowMs)
    {
        UploadTarget? target = UploadTarget.Read(_parser.Body.Array, _parser.Body.Count);
        if (target == null)
        {
            Fail(IoTCError.ProtocolViolation, $"The answer of the hub {Host} to the file upload names no storage.", 502, nowMs);
            return;
        }

        bool isFirst = _target == null;
        bool isSame = isFirst || target.IsSameBlob(_target!);
        _target = target;
        if (!isSame) Fail(IoTCError.StorageRefused, "The hub gave the second half of the file another place than the first. Start the upload again.", 409, nowMs);
        else if (!isFirst) Begin(_stepAfterUri, nowMs);
        else AskBlock();
    }

    // The hub's access lasts an hour, a large file may take longer: once more for what is left, when it had worked before.
    private bool TryRenewUri(long nowMs)
    {
        if (_blocks == 0 || _isUriRenewed) return false;
        _isUriRenewed = true;
        _stepAfterUri = _step;
        Begin(Step.GetUri, nowMs);
        return true;
    }

    private void AskBlock()
    {
        if (_block.Length == 0) _block = new byte[_options.BlockSize];
        _state = State.WaitingForBlock;
        _isBlockUntold = true;
    }

    private void ReadRefusal(int status, long nowMs)
    {
        IoTCError error = IsHubStep ? UploadWords.ErrorOfHub(status, _parser.Body) : UploadWords.ErrorOfStorage(status);
        string message = IsHubStep ? UploadWords.DescribeHub(Host, status, _parser.Body) : UploadWords.DescribeStorage(Host, status, _parser.Body);
        if (UploadWords.IsTransient(status)) Retry(error, message, status, _parser.RetryAfterSeconds, nowMs);
        else Fail(error, message, status, nowMs);
    }

    private void HandleUnreachable(int status, string detail, long nowMs)
    {
        string what = TransportStatus.Describe(status) + (detail.Length == 0 ? "" : $" ({detail})");
        string message = $"The {(IsHubStep ? "hub" : "storage")} {Host}:{Port} cannot be used for the file upload: {what}.";

        // A certificate does not become better by waiting.
        IoTCError error = ErrorMapping.FromTransport(status);
        if (error is IoTCError.Tls or IoTCError.ClockWrong) Fail(error, message, 0, nowMs);
        else Retry(error, message, 0, -1, nowMs);
    }

    private void Retry(IoTCError error, string message, int status, int retryAfterSeconds, long nowMs)
    {
        if (++_attempts >= _options.MaxAttempts)
        {
            Fail(error, message, status, nowMs);
            return;
        }

        long delayMs = _backoff.NextDelayMs();
        Pause(Math.Max(delayMs, Math.Min(retryAfterSeconds, MaxRetryAfterSeconds) * 1000L), nowMs);
    }

    private void Fail(IoTCError error, string message, int status, long nowMs)
    {
        if (_step == Step.Notify)
        {
            // What went wrong before tells more than that the hub could not be told so.
            if (Error == IoTCError.None) SetFailure(error, "The file is stored, but the hub could not be told. " + message, status);
            End();
            return;
        }

        SetFailure(error, message, status);
        Drop(isOpening: _state == State.Opening);
        _isBlockUntold = false;
        if (_target == null)
        {
            End();
            return;
        }

        _lastMs = nowMs + _options.FailureNotificationTimeoutMs;
        Begin(Step.Notify, nowMs);
    }

    private void SetFailure(IoTCError error, string message, int status)
    {
        Error = error;
        Message = message;
        _failureStatus = status;
    }
}
