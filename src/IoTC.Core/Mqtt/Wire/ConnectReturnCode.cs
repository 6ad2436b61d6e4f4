namespace IoTC.Mqtt.Wire;

/// <summary>What a CONNACK says about the connection. MQTT 3.1.1 §3.2.2.3, Table 3.1.</summary>
public enum ConnectReturnCode : byte
{
    /// <summary>0: connection accepted.</summary>
    Accepted = 0,

    /// <summary>1: the server does not support the protocol level.</summary>
    UnacceptableProtocolVersion = 1,

    /// <summary>2: the Client Identifier is correct UTF-8 but not allowed.</summary>
    IdentifierRejected = 2,

    /// <summary>3: the MQTT service is unavailable.</summary>
    ServerUnavailable = 3,

    /// <summary>4: the user name or password is malformed.</summary>
    BadUserNameOrPassword = 4,

    /// <summary>5: the client is not authorized to connect.</summary>
    NotAuthorized = 5,
}
