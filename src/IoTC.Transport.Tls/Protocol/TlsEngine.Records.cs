using System;
using Org.BouncyCastle.Tls;

namespace IoTC.Transport.Tls.Protocol;

/// <content>Ciphertext: the record that is being received, and what is ready to leave.</content>
internal sealed partial class TlsEngine
{
    private const int HeaderSize = 5;

    // RFC 8446 §5.2 and RFC 5246 §6.2.3: 2^14 bytes of plaintext; of the expansion they allow, AEAD suites use no more than this.
    private const int MaxRecord = HeaderSize + 16_384 + 256;

    private readonly byte[] _input = new byte[MaxRecord];
    private int _inputStart;
    private int _inputEnd;
    private byte[] _output = new byte[512];
    private int _outputStart;
    private int _outputEnd;

    /// <summary>Whether ciphertext is ready to leave.</summary>
    public bool HasOutput => _outputStart < _outputEnd || _protocol.GetAvailableOutputBytes() > 0;

    private bool IsInsideRecord => _inputStart < _inputEnd;

    /// <summary>Gives the place where the next ciphertext belongs. Only when <see cref="Read"/> has answered 0.</summary>
    public void GetReceiveWindow(out byte[] buffer, out int offset, out int count)
    {
        if (_inputStart > 0)
        {
            // The head of one record at most.
            Buffer.BlockCopy(_input, _inputStart, _input, 0, _inputEnd - _inputStart);
            (_inputStart, _inputEnd) = (0, _inputEnd - _inputStart);
        }

        (buffer, offset, count) = (_input, _inputEnd, _input.Length - _inputEnd);
    }

    /// <summary>Takes ciphertext that was written to the window. A handshake goes on with it; of an open connection, <see cref="Read"/> takes it.</summary>
    public void CommitReceived(int count)
    {
        _inputEnd += count;
        while (Status == TransportStatus.Pending && TryOpenRecord())
        {
        }
    }

    /// <summary>Gives the ciphertext that is to leave next; it stays unchanged until <see cref="AdvanceOutput"/>.</summary>
    public bool TryGetOutput(out byte[] buffer, out int offset, out int count)
    {
        if (_outputStart == _outputEnd)
        {
            int available = _protocol.GetAvailableOutputBytes();
            if (available > _output.Length)
            {
                _output = new byte[available];
            }

            (_outputStart, _outputEnd) = (0, _protocol.ReadOutput(_output, 0, available));
        }

        (buffer, offset, count) = (_output, _outputStart, _outputEnd - _outputStart);
        return count > 0;
    }

    /// <summary>Tells that ciphertext has left.</summary>
    public void AdvanceOutput(int count) => _outputStart += count;

    /// <summary>Forgets what has not left: there is nobody to take it.</summary>
    private void DropOutput()
    {
        while (TryGetOutput(out _, out _, out int count))
        {
            AdvanceOutput(count);
        }
    }

    /// <summary>Finds a complete record, or bytes that can be none: BouncyCastle then says which rule they break.</summary>
    private bool TryTakeRecord(out int offset, out int count)
    {
        (offset, count) = (_inputStart, _inputEnd - _inputStart);
        if (count < HeaderSize)
        {
            return false;
        }

        int size = HeaderSize + ((_input[offset + 3] << 8) | _input[offset + 4]);
        bool canBeRecord = size <= MaxRecord && _input[offset] is >= (byte)ContentType.change_cipher_spec and <= (byte)ContentType.application_data;
        if (!canBeRecord)
        {
            End(Status == TransportStatus.Pending ? TransportStatus.TlsHandshakeFailed : TransportStatus.Failed, "what the server sent is no TLS");
            return false;
        }

        if (count < size)
        {
            return false;
        }

        count = size;
        _inputStart += size;
        return true;
    }
}
