using System;

namespace IoTC.Conformance;

/// <summary>Bytes that are no command of <see cref="EchoProtocol"/> and differ at every place where an error would shift them.</summary>
internal static class Payload
{
    public static byte[] OfLength(int length)
    {
        byte[] bytes = new byte[length];
        uint state = 0x9E3779B9;
        for (int i = 0; i < length; i++)
        {
            state = (state * 1664525) + 1013904223;
            bytes[i] = (byte)((state >> 24) % EchoProtocol.FirstCommand);
        }

        return bytes;
    }

    public static void ExpectEqual(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        int same = expected.CommonPrefixLength(actual);
        Expect.That(same == expected.Length && same == actual.Length, $"the echo differs at byte {same} of {expected.Length}; {actual.Length} came back");
    }
}
