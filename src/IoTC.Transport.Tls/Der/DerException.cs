using System;

namespace IoTC.Transport.Tls.Der;

/// <summary>Bytes are not the DER they should be. Thrown by the reader and caught where a certificate or key begins; it never leaves the assembly.</summary>
internal sealed class DerException(string what) : Exception(what)
{
}
