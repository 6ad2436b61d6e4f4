using System;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>The bits of a key usage that matter here. RFC 5280 §4.2.1.3; the first bit is the highest.</summary>
[Flags]
internal enum KeyUsages
{
    None = 0,
    DigitalSignature = 0x8000,
    KeyCertSign = 0x0400,
}
