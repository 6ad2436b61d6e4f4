using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <summary>The rules that every UTF-8 string of MQTT 3.1.1 obeys, §1.5.3.</summary>
internal static class MqttString
{
    public static MqttViolation Validate(byte[] text, int offset, int count)
    {
        if (count > MqttLimits.MaxStringLength) return MqttViolation.StringTooLong;
        if (Utf8.IsMqttString(text, offset, count)) return MqttViolation.None;
        // [MQTT-1.5.3-1] [MQTT-1.5.3-2]
        return Utf8.IsWellFormed(text, offset, count) ? MqttViolation.NullCharacter : MqttViolation.IllFormedUtf8;
    }
}
