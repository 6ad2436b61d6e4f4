namespace IoTC;

/// <summary>How much is logged.</summary>
public enum IoTCLogLevel : byte
{
    /// <summary>Nothing.</summary>
    Disabled,

    /// <summary>What the program asked for and what came of it: connect, send, properties, commands.</summary>
    ApiOnly,

    /// <summary>Also every step below: connections opened and closed, pauses.</summary>
    All,
}
