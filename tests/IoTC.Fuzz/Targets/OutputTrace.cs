using System;

namespace IoTC.Fuzz.Targets;

/// <summary>Takes what an engine sends. How control packets and messages are mixed may follow from when bytes come; the order within each may not.</summary>
internal sealed class OutputTrace
{
    private readonly Trace _control = new();
    private readonly Trace _messages = new();
    private Trace _current;
    private int _left;          // bytes of the packet, 0 before its header
    private int _shift;
    private bool _isInLength;

    public OutputTrace() => _current = _control;

    public void Add(byte[] buffer, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++) Add(buffer[i]);
    }

    public void AddTo(Trace trace)
    {
        if (_left != 0 || _isInLength) throw new FuzzFailure("whole packets leave", "the output ends inside a packet");
        trace.Add((long)_control.Value);
        trace.Add((long)_messages.Value);
    }

    private void Add(byte value)
    {
        if (_isInLength)
        {
            _left |= (value & 127) << _shift;
            _shift += 7;
            _isInLength = value > 127;
            return;
        }

        if (_left == 0)
        {
            _current = value >> 4 == 3 ? _messages : _control;
            _current.Add(value);
            _isInLength = true;
            _shift = 0;
            return;
        }

        _current.Add(value);
        _left--;
    }
}
