using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Emulator.Certificates;

/// <summary>The names a server certificate answers to: those under which clients know Azure and this machine.</summary>
internal sealed class ServerNames
{
    private readonly List<string> _dnsNames =
        ["localhost", "global.azure-devices-provisioning.net", "*.azure-devices.net", "*.azure-devices-provisioning.net"];

    private readonly List<IPAddress> _addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    public ServerNames(IEnumerable<string> extraNames)
    {
        foreach (string name in extraNames)
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
            {
                _addresses.Add(address);
            }
            else
            {
                _dnsNames.Add(name);
            }
        }
    }

    public X509Extension ToExtension()
    {
        var builder = new SubjectAlternativeNameBuilder();
        _dnsNames.ForEach(builder.AddDnsName);
        _addresses.ForEach(builder.AddIpAddress);
        return builder.Build();
    }

    /// <summary>Whether a kept certificate still has exactly these names.</summary>
    public bool Match(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names
        && names.EnumerateDnsNames().ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(_dnsNames)
        && names.EnumerateIPAddresses().ToHashSet().SetEquals(_addresses);
}
