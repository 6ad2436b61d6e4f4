using IoTC.Buffers;

namespace IoTC.Provisioning;

/// <summary>Stands in where the Provisioning folder is left out: every registration fails at once, and says why.</summary>
internal sealed class ProvisioningSession
{
    private ProvisioningAction _action;

    public ProvisioningSession(ProvisioningOptions options) => _ = options;

    public RegistrationResult Result { get; } = new RegistrationResult();

    public ProvisioningFailure Failure { get; } = new ProvisioningFailure();

    public long ClockOffsetSeconds => 0;

    public long ServerOffsetMs => 0;

    public long NextDeadlineMs => long.MaxValue;

    public void Start(long nowMs) => _action = ProvisioningAction.Failed;

    public ProvisioningAction TakeAction()
    {
        ProvisioningAction action = _action;
        _action = ProvisioningAction.None;
        return action;
    }

    public void HandleOpened(long nowMs, long utcSeconds)
    {
    }

    public void GetReceiveWindow(out byte[] buffer, out int offset, out int count) => TryGetOutput(out buffer, out offset, out count);

    public void CommitReceived(int count, long nowMs, long utcSeconds)
    {
    }

    public bool TryGetOutput(out byte[] buffer, out int offset, out int count)
    {
        buffer = Bytes.Empty;
        offset = 0;
        count = 0;
        return false;
    }

    public void AdvanceOutput(int count)
    {
    }

    public void HandleTransportFailed(int status, string detail, long nowMs, long utcSeconds)
    {
    }

    public void HandleTimeout(long nowMs, long utcSeconds)
    {
    }
}
