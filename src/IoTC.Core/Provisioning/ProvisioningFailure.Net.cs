using IoTC.Mqtt;
using IoTC.Mqtt.Wire;

namespace IoTC.Provisioning;

/// <content>What only DPS over MQTT can answer.</content>
internal sealed partial class ProvisioningFailure
{
    // MQTT 3.1.1 has one answer for all that HTTPS tells apart.
    public void SetConnectRefused(ProvisioningOptions options, ConnectReturnCode code)
    {
        bool isUnavailable = code == ConnectReturnCode.ServerUnavailable;
        bool isCredential = (int)code is 4 or 5;
        Kind = isUnavailable ? FailureKind.Unavailable : isCredential ? FailureKind.Unauthorized : FailureKind.BadRequest;
        string proof = options.Signer == null ? "certificate" : "key";
        Message = "DPS refused registration " + options.RegistrationId + " in scope " + options.IdScope + " (" + MqttEvent.DescribeReturnCode(code) + "): " + (isUnavailable
            ? "the service is not available now. Try again later."
            : isCredential
                ? "the " + proof + " does not match the enrolment, there is no such id scope or enrolment, or this device's clock is wrong, which cannot be told over MQTT. Check them."
                : "the request was not accepted. Check the device id and ProvisioningMqttApiVersion.");
    }
}
