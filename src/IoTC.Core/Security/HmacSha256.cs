using System;
using IoTC.Buffers;

namespace IoTC.Security;

/// <summary>HMAC with SHA-256, RFC 2104, for one key and any number of messages, without allocating.</summary>
/// <remarks>The key itself is not kept, only the two hash states it leads to. Not for use by several threads at once.</remarks>
public sealed class HmacSha256
{
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5C;

    private readonly Sha256 _hash = new Sha256();
    private readonly uint[] _inner = new uint[Sha256.StateSize];
    private readonly uint[] _outer = new uint[Sha256.StateSize];
    private readonly byte[] _digest = new byte[Sha256.HashSize];
    private bool _cleared;

    /// <summary>Prepares for a key.</summary>
    /// <param name="key">Any length; not kept.</param>
    public HmacSha256(byte[] key)
    {
        if (key == null) throw new ArgumentNullException(nameof(key));
        var block = new byte[Sha256.BlockSize];
        if (key.Length <= block.Length)
        {
            Bytes.Copy(key, 0, block, 0, key.Length);
        }
        else
        {
            _hash.Append(key, 0, key.Length);
            _hash.Finish(block, 0);
        }

        Prepare(block, InnerPad, _inner);
        Prepare(block, InnerPad ^ OuterPad, _outer);
        Array.Clear(block, 0, block.Length);
        _hash.Clear();
        Reset();
    }

    /// <summary>Computes the code of one message.</summary>
    /// <param name="key">Any length.</param>
    /// <param name="data">The message.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Compute(byte[] key, byte[] data)
    {
        if (data == null) throw new ArgumentNullException(nameof(data));
        var code = new byte[Sha256.HashSize];
        var hmac = new HmacSha256(key);
        hmac.Append(data, 0, data.Length);
        hmac.Finish(code, 0);
        hmac.Clear();
        return code;
    }

    /// <summary>Forgets what was appended.</summary>
    public void Reset()
    {
        if (_cleared) throw new InvalidOperationException("The key has been wiped.");
        _hash.RestoreStateAfterBlock(_inner);
    }

    /// <summary>Takes more bytes of the message.</summary>
    /// <param name="data">Where they are.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="count">How many.</param>
    public void Append(byte[] data, int offset, int count)
    {
        if (_cleared) throw new InvalidOperationException("The key has been wiped.");
        _hash.Append(data, offset, count);
    }

    /// <summary>Writes the code of all that was appended, and starts again.</summary>
    /// <param name="output">Takes 32 bytes.</param>
    /// <param name="offset">Where to write.</param>
    public void Finish(byte[] output, int offset)
    {
        if (!Bytes.IsRange(output, offset, Sha256.HashSize)) throw new ArgumentException("No room for a code.", nameof(output));
        if (_cleared) throw new InvalidOperationException("The key has been wiped.");
        _hash.Finish(_digest, 0);
        _hash.RestoreStateAfterBlock(_outer);
        _hash.Append(_digest, 0, Sha256.HashSize);
        _hash.Finish(output, offset);
        Reset();
    }

    /// <summary>Overwrites all that was made from the key; afterwards nothing but this can be called.</summary>
    public void Clear()
    {
        _cleared = true;
        _hash.Clear();
        Array.Clear(_inner, 0, _inner.Length);
        Array.Clear(_outer, 0, _outer.Length);
        Array.Clear(_digest, 0, _digest.Length);
    }

    private void Prepare(byte[] block, byte pad, uint[] state)
    {
        for (int i = 0; i < block.Length; i++) block[i] ^= pad;
        _hash.Reset();
        _hash.Append(block, 0, block.Length);
        _hash.SaveState(state);
    }
}
