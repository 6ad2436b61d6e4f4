using System;
using IoTC.Buffers;
using IoTC.Engine;
using IoTC.Json;

namespace IoTC;

/// <summary>A command: its name, its payload, and the way to answer it. One object serves all commands; it shows the one at hand until the handler returns.</summary>
public sealed partial class IoTCCommand
{
    private readonly ICommandReplier _replier;
    private byte[] _buffer = Bytes.Empty;
    private int _componentOffset;
    private int _componentCount;
    private int _nameOffset;
    private int _nameCount;
    private int _payloadOffset;
    private int _payloadCount;
    private int _requestIdOffset;
    private int _requestIdCount;

    internal IoTCCommand(ICommandReplier replier) => _replier = replier;

    /// <summary>The command's name; allocates.</summary>
    public string Name => Utf8.GetString(_buffer, _nameOffset, _nameCount);

    /// <summary>The component it is for, or empty; allocates.</summary>
    public string Component => Utf8.GetString(_buffer, _componentOffset, _componentCount);

    /// <summary>The payload when it is JSON. Its type is <see cref="JsonTokenType.None"/> when there is none.</summary>
    public JsonValue Payload => new JsonValue(_buffer, _payloadOffset, _payloadCount);

    /// <summary>The payload as text; allocates.</summary>
    public string PayloadText => Utf8.GetString(_buffer, _payloadOffset, _payloadCount);

    /// <summary>Whether it was queued by the cloud while the device may have been away; it takes no answer then.</summary>
    public bool IsQueued => _requestIdCount == 0;

    /// <summary>Whether it has been answered.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Whether <see cref="Detach"/> was called: the answer comes later.</summary>
    internal bool IsDetached { get; private set; }

    /// <summary>Answers without a payload.</summary>
    /// <param name="status">200 done, 202 in progress, 4xx refused, 5xx failed.</param>
    public void Reply(int status) => Reply(status, Bytes.Empty, 0, 0);

    /// <summary>Answers with a payload.</summary>
    /// <param name="status">200 done, 202 in progress, 4xx refused, 5xx failed.</param>
    /// <param name="json">JSON text, at most 128 KB.</param>
    /// <exception cref="ArgumentException">It is not JSON.</exception>
    public void Reply(int status, string json)
    {
        byte[] bytes = Utf8.GetBytes(json);
        Reply(status, bytes, 0, bytes.Length);
    }

    /// <summary>Answers with a payload.</summary>
    /// <param name="status">200 done, 202 in progress, 4xx refused, 5xx failed.</param>
    /// <param name="payload">Holds UTF-8 JSON, or nothing; copied before return.</param>
    /// <param name="offset">Index of its first byte.</param>
    /// <param name="count">Its length, at most 128 KB.</param>
    /// <exception cref="ArgumentException">It is not JSON.</exception>
    /// <exception cref="InvalidOperationException">It is answered already.</exception>
    /// <exception cref="IoTCException">There is no connection any more, or the answer is too large.</exception>
    public void Reply(int status, byte[] payload, int offset, int count)
    {
        if (IsAnswered) throw new InvalidOperationException("The command is answered already.");
        if (count > 0 && !JsonText.IsValid(payload, offset, count)) throw new ArgumentException("The answer to a command must be JSON.");
        if (IsQueued)
        {
            IsAnswered = true;
            return;
        }

        IoTCError error = _replier.Reply(_buffer, _requestIdOffset, _requestIdCount, status, payload, offset, count);
        if (error != IoTCError.None) throw ThrowHelper.NotSent(error, "answer to the command");
        IsAnswered = true;
    }

    /// <summary>Copies the command so that it can be answered after the handler has returned, from elsewhere.</summary>
    /// <returns>A command of its own; the caller of the command waits until it is answered, or until its own time limit.</returns>
    public IoTCCommand Detach()
    {
        IsDetached = true;
        return Copy();
    }

    internal IoTCCommand Copy()
    {
        var copy = new IoTCCommand(_replier) { _buffer = new byte[_componentCount + _nameCount + _payloadCount + _requestIdCount] };
        copy._componentCount = _componentCount;
        copy._nameOffset = _componentCount;
        copy._nameCount = _nameCount;
        copy._payloadOffset = copy._nameOffset + _nameCount;
        copy._payloadCount = _payloadCount;
        copy._requestIdOffset = copy._payloadOffset + _payloadCount;
        copy._requestIdCount = _requestIdCount;
        Bytes.Copy(_buffer, _componentOffset, copy._buffer, 0, _componentCount);
        Bytes.Copy(_buffer, _nameOffset, copy._buffer, copy._nameOffset, _nameCount);
        Bytes.Copy(_buffer, _payloadOffset, copy._buffer, copy._payloadOffset, _payloadCount);
        Bytes.Copy(_buffer, _requestIdOffset, copy._buffer, copy._requestIdOffset, _requestIdCount);
        return copy;
    }

    internal void Show(DeviceEvent source)
    {
        _buffer = source.Buffer;
        _componentOffset = source.ComponentOffset;
        _componentCount = source.ComponentCount;
        _nameOffset = source.NameOffset;
        _nameCount = source.NameCount;
        _payloadOffset = source.PayloadOffset;
        _payloadCount = source.PayloadCount;
        _requestIdOffset = source.RequestIdOffset;
        _requestIdCount = source.RequestIdCount;
        IsAnswered = false;
        IsDetached = false;
    }

    /// <summary>Answers for the handler when it has left that undone.</summary>
    internal void Conclude(int status)
    {
        if (IsAnswered || IsDetached || IsQueued) return;
        IsAnswered = _replier.Reply(_buffer, _requestIdOffset, _requestIdCount, status, Bytes.Empty, 0, 0) == IoTCError.None;
    }
}
