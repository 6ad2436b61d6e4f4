namespace IoTC.PortableGuard.Rules;

/// <summary>Something a board cannot run, and where: <c>Json/JsonReader.cs(12): string.Replace is not on the board</c>.</summary>
internal sealed record Violation(string Location, string Message)
{
    public override string ToString() => $"{Location}: {Message}";
}
