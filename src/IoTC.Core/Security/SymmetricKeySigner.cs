using System;

namespace IoTC.Security;

/// <summary>Signs with a device key held in memory.</summary>
/// <remarks>The key is not kept, only what HMAC makes of it; <see cref="Dispose"/> overwrites that. Not for use by several threads at once.</remarks>
public sealed class SymmetricKeySigner : IKeySigner, IDisposable
{
    private readonly HmacSha256 _hmac;

    /// <summary>Takes the key as the portal shows it.</summary>
    /// <param name="base64Key">Device key, Base64.</param>
    /// <exception cref="ArgumentException">It is empty or not Base64; the message does not show it.</exception>
    public SymmetricKeySigner(string base64Key)
        : this(Decode(base64Key, nameof(base64Key)), true)
    {
    }

    private SymmetricKeySigner(byte[] key, bool wipe)
    {
        _hmac = new HmacSha256(key);
        if (wipe) Array.Clear(key, 0, key.Length);
    }

    /// <summary>Takes the key as the portal shows it, unless it cannot be one.</summary>
    /// <param name="base64Key">Device key, Base64.</param>
    /// <param name="signer">The signer, or null.</param>
    /// <returns><see langword="false"/> when the key is empty or not Base64.</returns>
    public static bool TryCreate(string base64Key, out SymmetricKeySigner? signer)
    {
        bool valid = Base64.TryDecode(base64Key, out byte[] key) && key.Length > 0;
        signer = valid ? new SymmetricKeySigner(key, true) : null;
        return valid;
    }

    /// <summary>Takes the key as bytes.</summary>
    /// <param name="key">Device key; copied, and left to the caller to overwrite.</param>
    public static SymmetricKeySigner FromBytes(byte[] key)
    {
        if (key == null) throw new ArgumentNullException(nameof(key));
        if (key.Length == 0) throw new ArgumentException("The key is empty.", nameof(key));
        return new SymmetricKeySigner(key, false);
    }

    /// <inheritdoc/>
    public void Sign(byte[] data, int offset, int count, byte[] signature, int signatureOffset)
    {
        _hmac.Reset();
        _hmac.Append(data, offset, count);
        _hmac.Finish(signature, signatureOffset);
    }

    /// <summary>Overwrites the key's traces; afterwards <see cref="Sign"/> throws.</summary>
    public void Dispose() => _hmac.Clear();

    /// <summary>The name of the type; never the key.</summary>
    public override string ToString() => nameof(SymmetricKeySigner);

    internal static byte[] Decode(string base64Key, string parameter)
    {
        if (base64Key == null) throw new ArgumentNullException(parameter);
        if (!Base64.TryDecode(base64Key, out byte[] key) || key.Length == 0)
        {
            throw new ArgumentException("The key is empty or not Base64.", parameter);
        }

        return key;
    }
}
