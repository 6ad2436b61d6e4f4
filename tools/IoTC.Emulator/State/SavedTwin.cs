namespace IoTC.Emulator.State;

/// <summary>A twin: JSON objects without <c>$version</c>, and their versions.</summary>
internal sealed record SavedTwin(string Desired, long DesiredVersion, string Reported, long ReportedVersion);
