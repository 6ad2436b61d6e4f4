using System;
using IoTC.Buffers;
using IoTC.Http;
using IoTC.Transport;

namespace IoTC.Provisioning;

/// <summary>
/// One registration with DPS, as a state machine without I/O: register, poll as long as the service says "assigning", end with a hub or a reason. Over HTTPS here.
/// </summary>
/// <remarks>One connection serves all requests as long as the server keeps it; a lost one is opened again for the next request.</remarks>
internal partial class ProvisioningSession
{
    private const int MaxHeaderBytes = 8 * 1024;
    private const int MaxBodyBytes = 16 * 1024;

    // A pause longer than this is not worth a TLS session that stays open.
    private const int MaxIdleConnectionMs = 20000;

    // A clock that is off by more than this makes fresh tokens look expired or not yet valid.
    private const int MaxClockSkewSeconds = 300;

    private protected readonly ProvisioningOptions _options;
    private protected readonly ProvisioningRequests _requests;
    private readonly HttpResponseParser _parser = new HttpResponseParser(MaxHeaderBytes, MaxBodyBytes);
    private readonly ReceiveBuffer _received = new ReceiveBuffer(1024, 1024);
    private protected readonly RegistrationResult _result = new RegistrationResult();
    private protected State _state;
    private ProvisioningAction _action;
    private protected bool _isOpen;
    private protected bool _hasAnswered;          // this connection has answered a request before
    private bool _isSkewCorrected;
    private int _sent;
    private int _failures;
    private protected string _operationId = "";
    private protected long _clockOffsetSeconds;
    private protected long _deadlineMs;
    private protected long _responseDeadlineMs;
    private long _resumeMs;

    public ProvisioningSession(ProvisioningOptions options)
    {
        _options = options;
        _requests = new ProvisioningRequests(options);
    }

    private protected enum State : byte
    {
        Idle,
        Opening,
        Exchanging,
        Pausing,
        Ended,
    }

    /// <summary>What DPS said last.</summary>
    public RegistrationResult Result => _result;

    /// <summary>Why it failed.</summary>
    public ProvisioningFailure Failure { get; } = new ProvisioningFailure();

    /// <summary>What has to be added to this device's clock to agree with the server's, in seconds; 0 unless it had to be corrected.</summary>
    public long ClockOffsetSeconds => _clockOffsetSeconds;

    /// <summary>The server's UTC less this engine's clock, in milliseconds, from the last <c>Date</c>; 0 before.</summary>
    public long ServerOffsetMs { get; private set; }

    public void Start(long nowMs)
    {
        _deadlineMs = nowMs + _options.TimeoutMs;
        _state = State.Opening;
        _action = ProvisioningAction.Open;
    }

    /// <summary>Takes the next thing to do.</summary>
    public ProvisioningAction TakeAction()
    {
        ProvisioningAction action = _action;
        _action = ProvisioningAction.None;
        if (action == ProvisioningAction.None && _state == State.Ended && _isOpen)
        {
            _isOpen = false;
            return ProvisioningAction.Close;
        }

        return action;
    }

    /// <summary>The connection is open: the request leaves now, with a token of this moment.</summary>
    public virtual void HandleOpened(long nowMs, long utcSeconds)
    {
        _isOpen = true;
        _hasAnswered = false;
        WriteRequest(nowMs, utcSeconds);
    }

    public virtual void GetReceiveWindow(out byte[] buffer, out int offset, out int count) => _received.GetWindow(out buffer, out offset, out count);

    public virtual void CommitReceived(int count, long nowMs, long utcSeconds)
    {
        _received.Commit(count);
        if (_state == State.Exchanging)
        {
            _received.Consume(_parser.Feed(_received.Array, _received.Start, _received.Count));
            ReadResponse(nowMs, utcSeconds);
        }

        // Bytes that nobody asked for make the connection useless.
        if (_received.Count == 0 || _state == State.Ended) return;
        _received.Clear();
        Drop();
    }

    public virtual bool TryGetOutput(out byte[] buffer, out int offset, out int count)
    {
        buffer = _requests.Output.Array;
        offset = _sent;
        count = _state == State.Exchanging ? _requests.Output.Count - _sent : 0;
        return count > 0;
    }

    public virtual void AdvanceOutput(int count) => _sent += count;

    public virtual void HandleTransportFailed(int status, string detail, long nowMs, long utcSeconds)
    {
        bool wasOpen = _isOpen;
        _isOpen = false;
        if (_state == State.Exchanging && wasOpen)
        {
            _parser.FeedEnd();
            if (_parser.Status == HttpParseStatus.Done)
            {
                ReadResponse(nowMs, utcSeconds);
                return;
            }

            // A server may close a kept connection just when the next request leaves: one more try, on a new one.
            if (_hasAnswered && !_parser.HasBegun)
            {
                Reopen();
                return;
            }
        }

        if (_state == State.Opening || _state == State.Exchanging)
        {
            Failure.SetTransport(_options, status, detail);
            End(ProvisioningAction.Failed);
        }
    }

    public virtual long NextDeadlineMs
    {
        get
        {
            switch (_state)
            {
                case State.Exchanging: return Numbers.Min(_deadlineMs, _responseDeadlineMs);
                case State.Pausing: return Numbers.Min(_deadlineMs, _resumeMs);
                case State.Opening: return _deadlineMs;
                default: return long.MaxValue;
            }
        }
    }

    public virtual void HandleTimeout(long nowMs, long utcSeconds)
    {
        if (_state == State.Idle || _state == State.Ended) return;
        if (nowMs >= _deadlineMs || (_state == State.Exchanging && nowMs >= _responseDeadlineMs))
        {
            Failure.SetTimeout(_options, _state == State.Pausing);
            End(ProvisioningAction.Failed);
        }
        else if (_state == State.Pausing && nowMs >= _resumeMs)
        {
            if (_isOpen) WriteRequest(nowMs, utcSeconds);
            else Reopen();
        }
    }

    private protected virtual void WriteRequest(long nowMs, long utcSeconds)
    {
        _state = State.Exchanging;
        _responseDeadlineMs = nowMs + _options.ResponseTimeoutMs;
        _sent = 0;
        _received.Clear();
        _parser.Reset();
        try
        {
            if (_options.IsDateOnly) _requests.WriteDateOnly();
            else if (_operationId.Length == 0) _requests.WriteRegister(utcSeconds + _clockOffsetSeconds);
            else _requests.WritePoll(_operationId, utcSeconds + _clockOffsetSeconds);
        }
        catch (Exception exception)
        {
            FailSigning(exception);
        }
    }

    private protected void Reopen()
    {
        _state = State.Opening;
        _action = ProvisioningAction.Open;
    }

    private protected void Drop()
    {
        if (!_isOpen) return;
        _isOpen = false;
        _action = ProvisioningAction.Close;
    }

    // A key that is kept elsewhere may be out of reach.
    private protected void FailSigning(Exception exception)
    {
        Failure.SetSigner(exception);
        End(ProvisioningAction.Failed);
    }

    private protected void End(ProvisioningAction action)
    {
        _state = State.Ended;
        _action = action;
        _requests.Output.Wipe();
    }
}
