using System;

namespace IoTC;

/// <content>What the transport tells after it has read the certificate.</content>
public sealed partial class ClientCertificate
{
    /// <summary>The common name of the certificate's subject, which DPS wants to be the Registration ID; empty when no transport has told it.</summary>
    public string CommonName { get; private set; } = "";

    /// <summary>Tells the common name; for the transport that presents the certificate. The client compares it with the Registration ID.</summary>
    /// <param name="commonName">As the subject has it; empty when it has none.</param>
    public void SetCommonName(string commonName)
    {
        ArgumentNullException.ThrowIfNull(commonName);
        CommonName = commonName;
    }
}
