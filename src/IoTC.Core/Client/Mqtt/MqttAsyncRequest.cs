using System.Threading.Tasks;

namespace IoTC.Mqtt;

/// <summary>A SUBSCRIBE or UNSUBSCRIBE that waits for the server's answer: its return code.</summary>
internal sealed class MqttAsyncRequest(byte[] filter, int qos) : TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public byte[] Filter => filter;

    public int QoS => qos;
}
