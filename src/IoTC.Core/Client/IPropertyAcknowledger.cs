namespace IoTC;

/// <summary>The client behind an <see cref="IoTCProperty"/>; takes acknowledgements at any time.</summary>
internal interface IPropertyAcknowledger
{
    void Acknowledge(
        byte[] buffer, int componentOffset, int componentCount, int nameOffset, int nameCount, int valueOffset, int valueCount, long version, int code, string description);
}
