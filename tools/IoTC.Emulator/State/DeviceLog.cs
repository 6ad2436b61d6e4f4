namespace IoTC.Emulator.State;

/// <summary>What one device writes to the data file; each call under the lock that ordered the change.</summary>
/// <param name="journal">Where it goes.</param>
/// <param name="number">The device's number in the file. After its deletion the rest of what it writes meets nothing.</param>
internal sealed class DeviceLog(StateJournal journal, long number)
{
    public void Added(SavedIdentity identity) => journal.Add(tables => tables.AddDevice(number, identity));

    public void Changed(SavedIdentity identity) => journal.Add(tables => tables.SetDevice(number, identity));

    public void Deleted() => journal.Add(tables => tables.DeleteDevice(number));

    public void Desired(string json, long version) => journal.Add(tables => tables.SetDesired(number, json, version));

    public void Reported(string json, long version) => journal.Add(tables => tables.SetReported(number, json, version));

    public void Received(TelemetryMessage message) => journal.Add(tables => tables.AddTelemetry(number, message));

    public void Queued(CloudToDeviceMessage message) => journal.Add(tables => tables.AddMessage(number, message));

    public void Sent(CloudToDeviceMessage message)
    {
        int count = message.DeliveryCount;
        journal.Add(tables => tables.SetDeliveryCount(number, message.Number, count));
    }

    public void Removed(CloudToDeviceMessage message) => journal.Add(tables => tables.DeleteMessage(number, message.Number));
}
