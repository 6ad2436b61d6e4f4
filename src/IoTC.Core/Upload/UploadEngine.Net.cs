using System;
using IoTC.Buffers;
using IoTC.Engine;
using IoTC.Http;
using IoTC.Transport;

namespace IoTC.Upload;

/// <summary>The upload of one file as a state machine without I/O: an address from the hub, the file to the storage in blocks, a word to the hub at the end.</summary>
/// <remarks>
/// One connection at a time, to the hub or to the storage, kept from request to request as long as the server keeps it. A request that fails for a while is
/// tried again, a block from the same bytes. The hub is told of a failure too, once it has given an address.
/// </remarks>
internal sealed partial class UploadEngine : IStreamEngine
{
    private const int MaxHeaderBytes = 16 * 1024;
    private const int MaxBodyBytes = 16 * 1024;

    private readonly UploadOptions _options;
    private readonly UploadRequests _requests;
    private readonly HttpResponseParser _parser = new(MaxHeaderBytes, MaxBodyBytes);
    private readonly ReceiveBuffer _received = new(1024, 1024);
    private readonly Backoff _backoff;
    private State _state;
    private bool _isOpen;
    private bool _isOpenToHub;
    private bool _hasAnswered;      // this connection has answered a request before
    private bool _isCloseUntold;
    private bool _isOpenUntold;
    private bool _isBlockUntold;
    private bool _isEndUntold;
    private int _sent;              // of head and body together
    private long _deadlineMs;       // of opening, of moving, or of a pause
    private long _requestByMs;      // of the whole request, its answer included
    private long _lastMs = long.MaxValue;

    public UploadEngine(UploadOptions options)
    {
        _options = options;
        _requests = new UploadRequests(options);
        _backoff = new Backoff(options.MinDelayMs, options.MaxDelayMs);
        _backoff.Seed(options.Seed);
    }

    private enum State : byte
    {
        Idle,
        Opening,
        Exchanging,
        Pausing,
        WaitingForBlock,
        Ended,
    }

    /// <summary>Where to open the transport.</summary>
    public string Host => IsHubStep ? _options.HubHost : _target!.Host;

    public int Port => IsHubStep ? _options.HubPort : _target!.Port;

    public long NextDeadlineMs => _state is State.Opening or State.Exchanging or State.Pausing ? Math.Min(_deadlineMs, _lastMs) : _lastMs;

    private int RequestLength => _requests.Head.Count + _requests.BodyCount;

    public void Start(long nowMs) => Begin(Step.GetUri, nowMs);

    /// <summary>Takes the next thing to tell.</summary>
    public UploadEventType TakeEvent()
    {
        if (Take(ref _isCloseUntold)) return UploadEventType.CloseTransport;
        if (Take(ref _isOpenUntold)) return UploadEventType.OpenTransport;
        if (Take(ref _isBlockUntold)) return UploadEventType.NeedBlock;
        return Take(ref _isEndUntold) ? UploadEventType.Ended : UploadEventType.None;
    }

    public void GetReceiveWindow(out byte[] buffer, out int offset, out int count) => _received.GetWindow(out buffer, out offset, out count);

    public void CommitReceived(int count, long nowMs)
    {
        _received.Commit(count);
        if (_state == State.Exchanging && _isOpen)
        {
            _received.Consume(_parser.Feed(_received.Array, _received.Start, _received.Count));
            if (_parser.Status != HttpParseStatus.NeedMore) ReadResponse(nowMs);
        }

        // Bytes that nobody asked for make the connection useless.
        if (_received.Count == 0) return;
        _received.Clear();
        if (_state != State.Exchanging) Drop();
    }

    public bool TryGetOutput(out byte[] buffer, out int offset, out int count)
    {
        bool isHead = _sent < _requests.Head.Count;
        buffer = isHead ? _requests.Head.Array : _requests.Body;
        offset = isHead ? _sent : _sent - _requests.Head.Count;
        count = _state != State.Exchanging ? 0 : (isHead ? _requests.Head.Count : _requests.BodyCount) - offset;
        return count > 0;
    }

    public void AdvanceOutput(int count, long nowMs)
    {
        if (_state != State.Exchanging) return;
        _sent += count;
        if (count > 0) _deadlineMs = Math.Min(nowMs + _options.IdleTimeoutMs, _requestByMs);
    }

    public void HandleOpened(long nowMs)
    {
        if (_state != State.Opening) return;
        _isOpen = true;
        _isOpenToHub = IsHubStep;
        _hasAnswered = false;
        WriteRequest(nowMs);
    }

    public void HandleTransportFailed(int status, string detail, long nowMs)
    {
        bool wasExchanging = _state == State.Exchanging && _isOpen;
        _isOpen = false;
        if (wasExchanging)
        {
            _parser.FeedEnd();
            if (_parser.Status == HttpParseStatus.Done)
            {
                ReadResponse(nowMs);
                return;
            }

            // A server may close a kept connection just when the next request leaves: one more try at once, on a new one.
            if (_hasAnswered && !_parser.HasBegun)
            {
                Go(nowMs);
                return;
            }
        }

        if (wasExchanging || _state == State.Opening) HandleUnreachable(status, detail, nowMs);
    }

    public void HandleTimeout(long nowMs)
    {
        if (nowMs >= _lastMs && _state is not (State.Idle or State.Ended))
        {
            if (Error == IoTCError.None) SetFailure(IoTCError.Stopped, "The file is stored, but the upload was cancelled before the hub could be told.", 0);
            End();
            return;
        }

        if (nowMs < _deadlineMs) return;
        switch (_state)
        {
            case State.Pausing:
                Go(nowMs);
                break;
            case State.Opening or State.Exchanging:
                bool isTooSlow = _state == State.Exchanging && nowMs >= _requestByMs;
                Drop(isOpening: true);
                HandleUnreachable(TransportStatus.TimedOut, isTooSlow ? DescribeSlowness() : "", nowMs);
                break;
        }
    }

    private void Go(long nowMs)
    {
        if (_isOpen && _isOpenToHub == IsHubStep)
        {
            WriteRequest(nowMs);
            return;
        }

        Drop();
        _state = State.Opening;
        _isOpenUntold = true;
        _deadlineMs = nowMs + _options.OpenTimeoutMs;
    }

    private void WriteRequest(long nowMs)
    {
        _state = State.Exchanging;
        _deadlineMs = nowMs + _options.IdleTimeoutMs;
        _sent = 0;
        _received.Clear();
        _parser.Reset();
        WriteStep();
        _requestByMs = _deadlineMs + (RequestLength * 1000L / _options.MinBytesPerSecond);
    }

    private string DescribeSlowness()
        => $"{RequestLength} bytes took longer than UploadTimeoutMs ({_options.IdleTimeoutMs}) and UploadMinBytesPerSecond ({_options.MinBytesPerSecond}) allow";

    private void Pause(long delayMs, long nowMs)
    {
        _state = State.Pausing;
        _deadlineMs = nowMs + delayMs;
    }

    private void Drop(bool isOpening = false)
    {
        if (!_isOpen && !isOpening) return;
        _isOpen = false;
        _isOpenUntold = false;
        _isCloseUntold = true;
    }

    private void End()
    {
        Drop(isOpening: _state == State.Opening);
        _state = State.Ended;
        _requests.Wipe();
        _isBlockUntold = false;
        _isEndUntold = true;
    }

    private static bool Take(ref bool flag)
    {
        bool was = flag;
        flag = false;
        return was;
    }
}
