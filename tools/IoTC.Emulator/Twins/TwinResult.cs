namespace IoTC.Emulator.Twins;

/// <summary>The answer to a twin request.</summary>
/// <param name="Status">204 done, 400 malformed, 413 too large.</param>
/// <param name="Version">The new <c>$version</c>, when done.</param>
internal readonly record struct TwinResult(int Status, long Version);
