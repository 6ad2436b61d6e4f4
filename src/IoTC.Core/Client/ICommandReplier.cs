namespace IoTC;

/// <summary>The client behind an <see cref="IoTCCommand"/>; takes answers at any time.</summary>
internal interface ICommandReplier
{
    IoTCError Reply(byte[] buffer, int requestIdOffset, int requestIdCount, int status, byte[] payload, int offset, int count);
}
