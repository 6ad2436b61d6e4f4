namespace IoTC.Transport.Tls.Certificates;

/// <summary>The choices of GeneralName, by their tag numbers. RFC 5280 §4.2.1.6.</summary>
internal enum GeneralNameKind
{
    Other = 0,
    Mail = 1,
    Dns = 2,
    X400 = 3,
    Directory = 4,
    Edi = 5,
    Uri = 6,
    Address = 7,
    Registered = 8,
}
