namespace IoTC.Provisioning;

/// <summary>Empty: without the Provisioning folder nothing is assigned.</summary>
internal sealed class RegistrationResult
{
    public string AssignedHub => "";

    public string DeviceId => "";

    public string Payload => "";
}
