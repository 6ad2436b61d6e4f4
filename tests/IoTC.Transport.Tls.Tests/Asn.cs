using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Net;
using System.Text;

namespace IoTC.Transport.Tls.Tests;

/// <summary>Writes DER by the platform's writer, or element by element where it is to be wrong.</summary>
internal static class Asn
{
    public static byte[] Element(byte tag, byte[] value)
    {
        byte[] length = value.Length < 0x80 ? [(byte)value.Length]
            : value.Length < 0x100 ? [0x81, (byte)value.Length]
            : [0x82, (byte)(value.Length >> 8), (byte)value.Length];
        return [tag, .. length, .. value];
    }

    public static byte[] Sequence(IEnumerable<byte[]> elements) => Element(0x30, [.. elements.SelectMany(e => e)]);

    /// <summary>NameConstraints of subtrees, each as tag and content.</summary>
    public static byte[] Constraints(IEnumerable<(byte Tag, byte[] Value)> permitted, IEnumerable<(byte Tag, byte[] Value)> excluded)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            Write(0, [.. permitted]);
            Write(1, [.. excluded]);
        }

        return writer.Encode();

        void Write(int tag, (byte Tag, byte[] Value)[] subtrees)
        {
            if (subtrees.Length == 0)
            {
                return;
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, tag)))
            {
                foreach ((byte Tag, byte[] Value) subtree in subtrees)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteEncodedValue(Element(subtree.Tag, subtree.Value));
                    }
                }
            }
        }
    }

    public static (byte Tag, byte[] Value) Dns(string name) => (0x82, Encoding.Latin1.GetBytes(name));

    public static (byte Tag, byte[] Value) Mail(string address) => (0x81, Encoding.Latin1.GetBytes(address));

    public static (byte Tag, byte[] Value) Uri(string uri) => (0x86, Encoding.Latin1.GetBytes(uri));

    public static (byte Tag, byte[] Value) Address(string address) => (0x87, IPAddress.Parse(address).GetAddressBytes());

    /// <summary>An address range as a subtree: 10.0.0.0/8.</summary>
    public static (byte Tag, byte[] Value) Range(string network)
    {
        IPNetwork range = IPNetwork.Parse(network);
        byte[] address = range.BaseAddress.GetAddressBytes();
        byte[] mask = new byte[address.Length];
        for (int i = 0; i < range.PrefixLength; i++)
        {
            mask[i / 8] |= (byte)(0x80 >> (i % 8));
        }

        return (0x87, [.. address, .. mask]);
    }

    public static (byte Tag, byte[] Value) Directory(string name) => (0xA4, new System.Security.Cryptography.X509Certificates.X500DistinguishedName(name).RawData);
}
