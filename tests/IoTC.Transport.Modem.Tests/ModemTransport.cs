using System;
using System.Text;

namespace IoTC.Transport.Modem;

/// <summary>A stream through a serial modem that does TCP and TLS itself. Each command is answered by one line, a number: 0 or more is well.</summary>
public sealed class ModemTransport : ITransport, ITransportDiagnostics
{
    private const int AnswerMs = 2000;      // for the modem's own work, beyond the time that a command gives it
    private readonly ISerialLine _line;
    private readonly byte[] _byte = new byte[1];
    private string _target = "";
    private int _status = TransportStatus.Closed;

    public ModemTransport(ISerialLine line) => _line = line;

    public string LastFailure { get; private set; } = "";

    public int Open(string host, int port, int timeoutMs)
    {
        if (host == null || host.Length == 0 || host.IndexOf('"') >= 0 || host.IndexOf('\r') >= 0) throw new ArgumentException("The host name is empty or has a quote or line end in it.");
        if (port < 1 || port > 65535) throw new ArgumentException("The port must be 1 to 65535.");
        string target = "AT+OPEN=\"" + host + "\"," + port.ToString();
        if (_status != TransportStatus.Pending || _target != target)
        {
            _target = target;
            while (_line.Read(_byte, 0, 1, 0) > 0) { }                   // late answers to commands given up
            _status = Ask("AT+CLOSE", 0);                                // also what a device before its reset left open
            if (_status >= 0) _status = Ask(target, 0);
            if (_status < 0) return _status;
        }

        _status = Ask("AT+STATE=" + timeoutMs.ToString(), timeoutMs);    // 0 open, 1 being opened
        return _status;
    }

    public int Send(byte[] buffer, int offset, int count, int timeoutMs)
    {
        RequireRange(buffer, offset, count);
        if (_status != TransportStatus.Ok) return TransportStatus.Closed;
        int room = Ask("AT+SEND=" + count.ToString() + "," + timeoutMs.ToString(), timeoutMs);
        if (room < 0) return _status = room;
        if (room > count) return _status = Fail(TransportStatus.Failed, "the modem made room for more than was asked");
        if (room > 0) _line.Write(buffer, offset, room);
        return room;
    }

    public int Receive(byte[] buffer, int offset, int count, int timeoutMs)
    {
        RequireRange(buffer, offset, count);
        if (_status != TransportStatus.Ok) return TransportStatus.Closed;
        int received = Ask("AT+RECV=" + count.ToString() + "," + timeoutMs.ToString(), timeoutMs);
        if (received < 0) return _status = received;
        if (received > count) return _status = Fail(TransportStatus.Failed, "the modem gave more than was asked");
        for (int have = 0; have < received;)
        {
            int part = _line.Read(buffer, offset + have, received - have, AnswerMs);
            if (part == 0) return _status = Fail(TransportStatus.TimedOut, "the modem stopped in the middle of its answer");
            have += part;
        }

        return received;
    }

    public void Close()
    {
        if (_status != TransportStatus.Closed) Ask("AT+CLOSE", 0);
        _status = TransportStatus.Closed;
    }

    private int Ask(string command, int timeoutMs)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(command + "\r");
        _line.Write(bytes, 0, bytes.Length);
        int number = 0;
        int sign = 1;
        for (int limitMs = timeoutMs + AnswerMs; ; limitMs = AnswerMs)
        {
            if (_line.Read(_byte, 0, 1, limitMs) == 0) return Fail(TransportStatus.TimedOut, "the modem does not answer; check the cable and its power");
            if (_byte[0] == '-') sign = -1;
            else if (_byte[0] >= '0' && _byte[0] <= '9' && number < 100000000) number = (number * 10) + _byte[0] - '0';
            else if (_byte[0] == '\r') return sign > 0 ? number : Fail(-number, "the modem answered -" + number.ToString());
        }
    }

    // This modem numbers its failures as IoTC does; another's are translated here.
    private int Fail(int status, string words)
    {
        LastFailure = words;
        return status;
    }

    private static void RequireRange(byte[] buffer, int offset, int count)
    {
        if (buffer == null || offset < 0 || count < 1 || count > buffer.Length - offset) throw new ArgumentException("Offset and count are not a range of the array.");
    }
}
