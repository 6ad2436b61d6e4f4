using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace IoTC.Transport.Modem.Simulated;

/// <summary>A modem on an in-memory serial line: a small AT-command TCP set over a network of this machine.</summary>
/// <param name="network">What the modem's radio would reach; it does TLS too.</param>
/// <param name="readSize">The line gives no more bytes at a time.</param>
internal sealed class SimulatedModem(ITransport network, int readSize) : ISerialLine
{
    private readonly List<byte> _command = [];
    private readonly Queue<byte> _answer = new();
    private readonly byte[] _unsent = new byte[1460];
    private string _host = "";
    private int _port;
    private int _expected;
    private int _held;

    /// <summary>A modem whose cable has been pulled takes everything and says nothing.</summary>
    public bool IsUnplugged { get; set; }

    /// <summary>All commands, in order.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>Answers instead of the network's, for a modem gone mad.</summary>
    public Func<string, string?> Override { get; set; } = static _ => null;

    public void Write(byte[] buffer, int offset, int count)
    {
        if (IsUnplugged) return;
        foreach (byte value in buffer.AsSpan(offset, count)) Take(value);
        if (_expected == 0) Forward(0);
    }

    public int Read(byte[] buffer, int offset, int count, int timeoutMs)
    {
        // Everything is answered while it is written, so nothing is worth waiting for.
        int read = 0;
        while (read < Math.Min(count, readSize) && _answer.TryDequeue(out byte value)) buffer[offset + read++] = value;
        return read;
    }

    private void Take(byte value)
    {
        if (_expected > 0)
        {
            _unsent[_held++] = value;
            _expected--;
        }
        else if (value == '\r')
        {
            string command = Encoding.ASCII.GetString([.. _command]);
            _command.Clear();
            Commands.Add(command);
            if (Override(command) is { } text) Answer(Encoding.ASCII.GetBytes(text));
            else Obey(command);
        }
        else
        {
            _command.Add(value);
        }
    }

    private void Obey(string command)
    {
        string[] parts = command[(command.IndexOf('=') + 1)..].Split(',');
        int first = int.TryParse(parts[0], CultureInfo.InvariantCulture, out int number) ? number : 0;
        int timeoutMs = parts.Length > 1 ? int.Parse(parts[^1], CultureInfo.InvariantCulture) : first;
        switch (command.Split('=')[0])
        {
            case "AT+OPEN":
                _held = 0;
                (_host, _port) = (parts[0].Trim('"'), timeoutMs);
                Answer(0);
                break;
            case "AT+STATE":
                Answer(network.Open(_host, _port, timeoutMs));
                break;
            case "AT+SEND":
                int status = Forward(timeoutMs);
                _expected = Math.Min(first, _unsent.Length - _held);
                Answer(status < 0 ? status : _expected);
                if (status < 0) _expected = 0;
                break;
            case "AT+RECV":
                byte[] window = new byte[Math.Min(first, 1460)];
                int received = network.Receive(window, 0, window.Length, timeoutMs);
                Answer(received);
                Answer(window.AsSpan(0, Math.Max(received, 0)));
                break;
            case "AT+CLOSE":
                network.Close();
                Answer(0);
                break;
            default:
                Answer(TransportStatus.Failed);
                break;
        }
    }

    // Sends what the modem holds, as far as the network takes it.
    private int Forward(int timeoutMs)
    {
        while (_held > 0)
        {
            int sent = network.Send(_unsent, 0, _held, timeoutMs);
            if (sent <= 0) return sent;
            Array.Copy(_unsent, sent, _unsent, 0, _held - sent);
            _held -= sent;
        }

        return 0;
    }

    private void Answer(int number) => Answer(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture) + "\r"));

    private void Answer(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) _answer.Enqueue(value);
    }
}
