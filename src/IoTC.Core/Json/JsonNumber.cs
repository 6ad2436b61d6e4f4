namespace IoTC.Json;

/// <summary>Numbers between their JSON text and <see cref="double"/>, the same in every culture.</summary>
internal static partial class JsonNumber
{
    /// <summary>The most bytes a written number needs.</summary>
    public const int MaxDoubleLength = 32;
}
