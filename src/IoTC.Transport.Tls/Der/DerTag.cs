namespace IoTC.Transport.Tls.Der;

/// <summary>Identifier octets that certificates and keys are made of. X.690 §8.1.2; all are below 31 and take one octet.</summary>
internal static class DerTag
{
    public const byte Boolean = 0x01;
    public const byte Integer = 0x02;
    public const byte BitString = 0x03;
    public const byte OctetString = 0x04;
    public const byte Null = 0x05;
    public const byte ObjectIdentifier = 0x06;
    public const byte Utf8String = 0x0C;
    public const byte Sequence = 0x30;
    public const byte Set = 0x31;
    public const byte PrintableString = 0x13;
    public const byte TeletexString = 0x14;
    public const byte Ia5String = 0x16;
    public const byte UtcTime = 0x17;
    public const byte GeneralizedTime = 0x18;
    public const byte UniversalString = 0x1C;
    public const byte BmpString = 0x1E;

    /// <summary>Context-specific, primitive: <c>[number] IMPLICIT</c> of a primitive type.</summary>
    public static byte Context(int number) => (byte)(0x80 | number);

    /// <summary>Context-specific, constructed: <c>[number] EXPLICIT</c>, or <c>IMPLICIT</c> of a constructed type.</summary>
    public static byte ContextConstructed(int number) => (byte)(0xA0 | number);
}
