using IoTC.Security;

namespace IoTC.Provisioning;

/// <summary>What one registration with DPS needs.</summary>
internal sealed class ProvisioningOptions
{
    public string Host = "";
    public int Port;
    public string IdScope = "";
    public string RegistrationId = "";
    public string ApiVersion = "";
    public string ModelId = "";

    /// <summary>JSON, checked; or empty.</summary>
    public string Payload = "";

    /// <summary>Signs the token; <see langword="null"/> with a client certificate.</summary>
    public IKeySigner? Signer;

    public int TokenLifetimeSeconds;
    public int TimeoutMs;
    public int ResponseTimeoutMs;
    public int MinDelayMs;

    /// <summary>Registers nothing: any answer is a success, for the <c>Date</c> it has.</summary>
    public bool IsDateOnly;
}
