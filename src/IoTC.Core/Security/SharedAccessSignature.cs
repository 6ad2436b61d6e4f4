using System;
using IoTC.Buffers;

namespace IoTC.Security;

/// <summary>Writes the token that DPS and the hub take for a password.</summary>
/// <remarks>
/// <c>SharedAccessSignature sr={resource}&amp;sig={signature}&amp;se={expiry}[&amp;skn={policy}]</c>, each part percent-encoded; what is
/// signed is the encoded resource exactly as sent, a line feed and the expiry. The server checks the text as it comes.
/// </remarks>
public sealed class SharedAccessSignature
{
    /// <summary>Policy that DPS wants named in a device's token.</summary>
    internal const string RegistrationPolicy = "registration";

    private const int MaxTokenBytes = 4096;

    private readonly byte[] _signature = new byte[Sha256.HashSize];
    private readonly byte[] _signatureText = new byte[44];

    /// <summary>Makes a writer that is used again for each token and allocates nothing by itself.</summary>
    internal SharedAccessSignature()
    {
    }

    /// <summary>Writes one token as a string.</summary>
    /// <param name="resource">What it gives access to, not encoded: <c>{hub}/devices/{deviceId}</c>, or <c>{idScope}/registrations/{registrationId}</c>.</param>
    /// <param name="expiryUnixSeconds">When it ends, in seconds since 1970 UTC.</param>
    /// <param name="signer">Holds the device key.</param>
    /// <param name="policyName">Name of a policy, <c>registration</c> for DPS; null for a device at its hub.</param>
    /// <exception cref="ArgumentException">The resource is too long for a token of 4096 bytes.</exception>
    public static string Create(string resource, long expiryUnixSeconds, IKeySigner signer, string? policyName)
    {
        if (resource == null) throw new ArgumentNullException(nameof(resource));
        var output = new ByteBuffer(256, MaxTokenBytes);
        new SharedAccessSignature().Write(output, resource, expiryUnixSeconds, signer, policyName);
        if (output.Overflowed) throw new ArgumentException("The resource is too long.", nameof(resource));
        string token = output.GetString();
        output.Wipe();
        return token;
    }

    /// <summary>Appends one token.</summary>
    internal void Write(ByteBuffer output, string resource, long expiryUnixSeconds, IKeySigner signer, string? policyName)
    {
        if (signer == null) throw new ArgumentNullException(nameof(signer));
        int mark = Begin(output);
        PercentEncoding.Encode(resource, output);
        Finish(output, mark, expiryUnixSeconds, signer, policyName);
    }

    /// <summary>Appends one token for a resource given as UTF-8, not encoded; <see cref="ByteBuffer.Overflowed"/> tells when it does not fit.</summary>
    internal void Write(ByteBuffer output, byte[] resource, int offset, int count, long expiryUnixSeconds, IKeySigner signer, string? policyName)
    {
        if (signer == null) throw new ArgumentNullException(nameof(signer));
        int mark = Begin(output);
        PercentEncoding.Encode(resource, offset, count, output);
        Finish(output, mark, expiryUnixSeconds, signer, policyName);
    }

    private static int Begin(ByteBuffer output)
    {
        output.Append("SharedAccessSignature sr=");
        return output.Count;
    }

    private void Finish(ByteBuffer output, int mark, long expiryUnixSeconds, IKeySigner signer, string? policyName)
    {
        // The text to sign is put together where the rest of the token comes afterwards.
        int encodedEnd = output.Count;
        output.Append('\n');
        output.AppendNumber(expiryUnixSeconds);
        if (output.Overflowed) return;
        signer.Sign(output.Array, mark, output.Count - mark, _signature, 0);
        output.Truncate(encodedEnd);

        output.Append("&sig=");
        int length = Base64.Encode(_signature, 0, _signature.Length, _signatureText, 0);
        PercentEncoding.Encode(_signatureText, 0, length, output);
        output.Append("&se=");
        output.AppendNumber(expiryUnixSeconds);
        if (policyName == null) return;
        output.Append("&skn=");
        PercentEncoding.Encode(policyName, output);
    }
}
