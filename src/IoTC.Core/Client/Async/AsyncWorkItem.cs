using IoTC.Engine;

namespace IoTC;

/// <summary>One thing for a handler, copied out of the engine; used again when the handler has completed.</summary>
internal sealed class AsyncWorkItem
{
    private readonly IoTCAsyncClient _client;

    public AsyncWorkItem(IoTCAsyncClient client)
    {
        _client = client;
        Command = new IoTCCommand(client);
    }

    public DeviceEventType Type { get; private set; }

    /// <summary>The handler, or null when there is none.</summary>
    public object? Handler { get; private set; }

    public IoTCCommand Command { get; private set; }

    public IoTCProperty? Property { get; private set; }

    public IoTCMessage? Message { get; private set; }

    public ConnectionChange? Change { get; private set; }

    public DeviceAssignment? Assignment { get; private set; }

    /// <summary>To be given to the engine when the handler has completed; 0 for nothing.</summary>
    public int AcknowledgeToken { get; private set; }

    public AsyncWorkItem? Next { get; set; }

    public void SetCommand(DeviceEvent source, object? handler)
    {
        Set(DeviceEventType.Command, handler, source.AcknowledgeToken);
        Command.CopyFrom(source);
    }

    public void SetProperty(DeviceEvent source, object? handler)
    {
        Set(DeviceEventType.DesiredProperty, handler, 0);
        Property = new IoTCProperty(_client, source);
    }

    public void SetMessage(DeviceEvent source, object? handler)
    {
        Set(DeviceEventType.CloudMessage, handler, source.AcknowledgeToken);
        Message = new IoTCMessage(source);
    }

    public void SetChange(ConnectionChange change, object? handler)
    {
        Set(DeviceEventType.StatusChanged, handler, 0);
        Change = change;
    }

    public void SetAssigned(DeviceAssignment assignment, object? handler)
    {
        Set(DeviceEventType.Assigned, handler, 0);
        Assignment = assignment;
    }

    public void SetCompleted() => Set(DeviceEventType.DesiredCompleted, null, 0);

    public void Clear()
    {
        Handler = null;
        Property = null;
        Message = null;
        Change = null;
        Assignment = null;
    }

    private void Set(DeviceEventType type, object? handler, int acknowledgeToken)
    {
        Type = type;
        Handler = handler;
        AcknowledgeToken = acknowledgeToken;
    }
}
