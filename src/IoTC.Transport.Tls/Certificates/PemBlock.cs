using System;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>One block of a PEM text.</summary>
/// <param name="Label">What it says to be: <c>CERTIFICATE</c>.</param>
/// <param name="Line">The line of its BEGIN, counted from 1.</param>
/// <param name="Text">The whole block with its BEGIN and END lines.</param>
/// <param name="Body">What is between those lines, headers included.</param>
/// <param name="IsEnded">Whether its END line is there and fits.</param>
internal readonly record struct PemBlock(string Label, int Line, string Text, string Body, bool IsEnded)
{
    /// <summary>The bytes, or <see langword="null"/> when the body is not Base64.</summary>
    public byte[]? TryDecode()
    {
        byte[] bytes = new byte[(Body.Length / 4 * 3) + 3];
        return IsEnded && Convert.TryFromBase64String(Body, bytes, out int count) && count > 0 ? bytes[..count] : null;
    }
}
