using System;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Sockets.Tests.Peers;

/// <summary>What a test certificate says; a good one for the loopback address unless changed.</summary>
internal sealed record LeafOptions
{
    public string CommonName { get; init; } = "test server";

    public string[] DnsNames { get; init; } = ["localhost"];

    public string[] Addresses { get; init; } = ["127.0.0.1"];

    public string ExtendedKeyUsage { get; init; } = TestPki.ServerAuthentication;

    public X509KeyUsageFlags KeyUsage { get; init; } = X509KeyUsageFlags.DigitalSignature;

    public TimeSpan From { get; init; } = TimeSpan.FromDays(-100);

    public TimeSpan To { get; init; } = TimeSpan.FromDays(100);
}
