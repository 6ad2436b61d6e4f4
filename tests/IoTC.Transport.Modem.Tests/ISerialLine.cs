namespace IoTC.Transport.Modem;

/// <summary>The serial port that the modem hangs on; on a board three lines over its SerialPort.</summary>
public interface ISerialLine
{
    /// <summary>Writes all bytes.</summary>
    void Write(byte[] buffer, int offset, int count);

    /// <summary>Reads what has come, waiting for the first byte no longer than asked; 0 when nothing has come.</summary>
    int Read(byte[] buffer, int offset, int count, int timeoutMs);
}
