using System;
using IoTC.Buffers;

namespace IoTC.Security;

/// <summary>SHA-256, FIPS 180-4, over bytes that come in any pieces; used again and again without allocating.</summary>
public sealed class Sha256
{
    /// <summary>Length of a hash in bytes.</summary>
    public const int HashSize = 32;

    internal const int BlockSize = 64;
    internal const int StateSize = 8;

    // FIPS 180-4 §4.2.2.
    private static readonly uint[] RoundConstants =
    {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    };

    private readonly uint[] _state = new uint[StateSize];
    private readonly uint[] _schedule = new uint[BlockSize];
    private readonly byte[] _block = new byte[BlockSize];
    private int _filled;
    private long _length;

    /// <summary>Starts with nothing hashed.</summary>
    public Sha256()
    {
        Reset();
    }

    /// <summary>Forgets what was appended.</summary>
    public void Reset()
    {
        // FIPS 180-4 §5.3.3.
        _state[0] = 0x6a09e667;
        _state[1] = 0xbb67ae85;
        _state[2] = 0x3c6ef372;
        _state[3] = 0xa54ff53a;
        _state[4] = 0x510e527f;
        _state[5] = 0x9b05688c;
        _state[6] = 0x1f83d9ab;
        _state[7] = 0x5be0cd19;
        _filled = 0;
        _length = 0;
    }

    /// <summary>Takes more bytes.</summary>
    /// <param name="data">Where they are.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="count">How many.</param>
    public void Append(byte[] data, int offset, int count)
    {
        if (!Bytes.IsRange(data, offset, count)) throw new ArgumentException("Not a range inside the array.", nameof(data));
        _length += count;
        while (count > 0)
        {
            if (_filled == 0 && count >= BlockSize)
            {
                Compress(data, offset);
                offset += BlockSize;
                count -= BlockSize;
                continue;
            }

            int taken = count < BlockSize - _filled ? count : BlockSize - _filled;
            Bytes.Copy(data, offset, _block, _filled, taken);
            _filled += taken;
            offset += taken;
            count -= taken;
            if (_filled == BlockSize)
            {
                Compress(_block, 0);
                _filled = 0;
            }
        }
    }

    /// <summary>Writes the hash of all that was appended, and starts again.</summary>
    /// <param name="output">Takes <see cref="HashSize"/> bytes.</param>
    /// <param name="offset">Where to write.</param>
    public void Finish(byte[] output, int offset)
    {
        if (!Bytes.IsRange(output, offset, HashSize)) throw new ArgumentException("No room for a hash.", nameof(output));

        // FIPS 180-4 §5.1.1: a one bit, zeros, and the length in bits as 64-bit big-endian number.
        long bits = _length << 3;
        _block[_filled++] = 0x80;
        if (_filled > BlockSize - 8)
        {
            Array.Clear(_block, _filled, BlockSize - _filled);
            Compress(_block, 0);
            _filled = 0;
        }

        Array.Clear(_block, _filled, BlockSize - 8 - _filled);
        for (int i = 0; i < 8; i++) _block[BlockSize - 8 + i] = (byte)(bits >> (56 - (8 * i)));
        Compress(_block, 0);

        for (int i = 0; i < StateSize; i++)
        {
            uint word = _state[i];
            output[offset++] = (byte)(word >> 24);
            output[offset++] = (byte)(word >> 16);
            output[offset++] = (byte)(word >> 8);
            output[offset++] = (byte)word;
        }

        Reset();
    }

    /// <summary>Overwrites everything that tells of what was hashed, and starts again; for secrets.</summary>
    public void Clear()
    {
        Array.Clear(_block, 0, BlockSize);
        Array.Clear(_schedule, 0, BlockSize);
        Reset();
    }

    /// <summary>Copies the state after whole blocks, to continue from there later.</summary>
    internal void SaveState(uint[] state) => Array.Copy(_state, 0, state, 0, StateSize);

    /// <summary>Continues from a state saved after one block.</summary>
    internal void RestoreStateAfterBlock(uint[] state)
    {
        Array.Copy(state, 0, _state, 0, StateSize);
        _filled = 0;
        _length = BlockSize;
    }

    // FIPS 180-4 §6.2.2.
    private void Compress(byte[] data, int offset)
    {
        uint[] w = _schedule;
        for (int t = 0; t < 16; t++)
        {
            w[t] = ((uint)data[offset] << 24) | ((uint)data[offset + 1] << 16) | ((uint)data[offset + 2] << 8) | data[offset + 3];
            offset += 4;
        }

        for (int t = 16; t < BlockSize; t++)
        {
            uint x = w[t - 15];
            uint y = w[t - 2];
            uint sigma0 = ((x >> 7) | (x << 25)) ^ ((x >> 18) | (x << 14)) ^ (x >> 3);
            uint sigma1 = ((y >> 17) | (y << 15)) ^ ((y >> 19) | (y << 13)) ^ (y >> 10);
            w[t] = sigma1 + w[t - 7] + sigma0 + w[t - 16];
        }

        uint a = _state[0], b = _state[1], c = _state[2], d = _state[3];
        uint e = _state[4], f = _state[5], g = _state[6], h = _state[7];
        uint[] k = RoundConstants;
        for (int t = 0; t < BlockSize; t++)
        {
            uint sum1 = ((e >> 6) | (e << 26)) ^ ((e >> 11) | (e << 21)) ^ ((e >> 25) | (e << 7));
            uint t1 = h + sum1 + ((e & f) ^ (~e & g)) + k[t] + w[t];
            uint sum0 = ((a >> 2) | (a << 30)) ^ ((a >> 13) | (a << 19)) ^ ((a >> 22) | (a << 10));
            uint t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }

        _state[0] += a;
        _state[1] += b;
        _state[2] += c;
        _state[3] += d;
        _state[4] += e;
        _state[5] += f;
        _state[6] += g;
        _state[7] += h;
    }
}
