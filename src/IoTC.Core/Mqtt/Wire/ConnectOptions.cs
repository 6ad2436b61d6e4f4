using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <summary>What a CONNECT says. MQTT 3.1.1 §3.1. Arrays are kept, not copied.</summary>
public sealed class ConnectOptions
{
    private byte[]? _password;

    /// <summary>The Client Identifier as UTF-8; may be empty only with <see cref="CleanSession"/>. §3.1.3.1.</summary>
    public byte[] ClientId { get; set; } = Bytes.Empty;

    /// <summary>The user name as UTF-8; <see langword="null"/> sends none. §3.1.3.4.</summary>
    public byte[]? UserName { get; set; }

    /// <summary>The password, any bytes; <see langword="null"/> sends none; needs a user name. §3.1.3.5.</summary>
    /// <remarks>Setting it sets <see cref="PasswordCount"/> to its length.</remarks>
    public byte[]? Password
    {
        get => _password;
        set
        {
            _password = value;
            PasswordCount = value == null ? 0 : value.Length;
        }
    }

    /// <summary>Number of bytes of <see cref="Password"/> that are sent, from its start; for a token in a buffer that is used again.</summary>
    public int PasswordCount { get; set; }

    /// <summary>The Topic Name that the server publishes to when the connection is lost, as UTF-8; <see langword="null"/> leaves no will. §3.1.3.2.</summary>
    public byte[]? WillTopic { get; set; }

    /// <summary>The message that it publishes; <see langword="null"/> is an empty one. §3.1.3.3.</summary>
    public byte[]? WillPayload { get; set; }

    /// <summary>The QoS that it publishes with, 0–2.</summary>
    public int WillQoS { get; set; }

    /// <summary>Whether it retains the message.</summary>
    public bool WillRetain { get; set; }

    /// <summary>Whether the server discards earlier session state, and this one's at the end. §3.1.2.4.</summary>
    public bool CleanSession { get; set; }

    /// <summary>The longest silence of the client in seconds, 0–65535; 0 turns it off. §3.1.2.10.</summary>
    public int KeepAliveSeconds { get; set; }
}
