using System;

namespace IoTC.Json;

/// <summary>What is thrown at a caller who asks for what is not there; kept out of the paths that do not throw.</summary>
internal static class JsonErrors
{
    public static Exception WrongType(string expected, JsonTokenType found)
        => new InvalidOperationException("The JSON value is " + Name(found) + ", not " + expected + ".");

    public static Exception NotInt64(string text)
        => new InvalidOperationException("The JSON number " + text + " is not a whole number of 64 bits.");

    public static Exception Misuse(string message) => new InvalidOperationException(message);

    public static Exception NotARange(string parameter) => new ArgumentException("Not a range inside the array.", parameter);

    public static Exception NotJson(string parameter) => new ArgumentException("Not one JSON value.", parameter);

    // An enum's ToString is a number on a board.
    private static string Name(JsonTokenType type)
    {
        switch (type)
        {
            case JsonTokenType.StartObject: return "an object";
            case JsonTokenType.EndObject: return "the end of an object";
            case JsonTokenType.StartArray: return "an array";
            case JsonTokenType.EndArray: return "the end of an array";
            case JsonTokenType.PropertyName: return "a property name";
            case JsonTokenType.String: return "a string";
            case JsonTokenType.Number: return "a number";
            case JsonTokenType.True: return "true";
            case JsonTokenType.False: return "false";
            case JsonTokenType.Null: return "null";
            case JsonTokenType.Error: return "not JSON";
            default: return "missing";
        }
    }
}
