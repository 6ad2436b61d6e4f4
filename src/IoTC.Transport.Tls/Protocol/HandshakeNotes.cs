namespace IoTC.Transport.Tls.Protocol;

/// <summary>What is known of a handshake when it fails: how far it came, what the validator said.</summary>
internal sealed class HandshakeNotes
{
    /// <summary>The validator's status; <see cref="TransportStatus.Ok"/> until it has refused.</summary>
    public int VerdictStatus { get; set; }

    public string VerdictReason { get; set; } = "";

    /// <summary>The server asked for a client certificate, and none could be sent.</summary>
    public bool CertificateWasMissing { get; set; }

    /// <summary>Why a certificate that the device has was not sent, or empty.</summary>
    public string CertificateProblem { get; set; } = "";

    /// <summary>The last thing that the server has said, for the words of a time-out.</summary>
    public string LastHeard { get; set; } = "";

    public bool IsComplete { get; set; }

    public TlsConnectionInfo? Connection { get; set; }
}
