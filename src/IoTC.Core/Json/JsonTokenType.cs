namespace IoTC.Json;

/// <summary>What <see cref="JsonReader"/> stands on, and the type of a <see cref="JsonValue"/>.</summary>
public enum JsonTokenType : byte
{
    /// <summary>Nothing has been read; of a value: there is none.</summary>
    None,

    /// <summary><c>{</c>; of a value: an object.</summary>
    StartObject,

    /// <summary><c>}</c>.</summary>
    EndObject,

    /// <summary><c>[</c>; of a value: an array.</summary>
    StartArray,

    /// <summary><c>]</c>.</summary>
    EndArray,

    /// <summary>The name of a property; its value comes next.</summary>
    PropertyName,

    /// <summary>A string.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>true</c>.</summary>
    True,

    /// <summary><c>false</c>.</summary>
    False,

    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary>The whole text was read, and it was well-formed.</summary>
    End,

    /// <summary>The text is not JSON, is cut short, or is nested too deeply.</summary>
    Error,
}
