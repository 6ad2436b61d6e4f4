namespace IoTC.Provisioning;

/// <summary>The one failure that is left without the Provisioning folder.</summary>
internal sealed class ProvisioningFailure
{
    internal enum FailureKind : byte
    {
        None,
        Transport,
        TimedOut,
        BadResponse,
        Unauthorized,
        NotFound,
        BadRequest,
        Throttled,
        Unavailable,
        Disabled,
        Failed,
        Signer,
    }

    public FailureKind Kind => FailureKind.BadRequest;

    public int TransportStatus => 0;

    public string Message => "This program was built without provisioning. Set HubHost, or link the Provisioning folder.";
}
