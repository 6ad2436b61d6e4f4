namespace IoTC.Transport;

/// <summary>Marks a transport that does not encrypt. DPS and the hub refuse it unless <c>AllowUnsecuredTransport</c> is set by name.</summary>
public interface IUnsecuredTransport
{
}
