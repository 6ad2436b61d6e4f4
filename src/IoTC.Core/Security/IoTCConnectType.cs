namespace IoTC;

/// <summary>The kinds of <see cref="DeviceCredential"/>.</summary>
public enum IoTCConnectType : byte
{
    /// <summary>The device's own symmetric key, Base64.</summary>
    DeviceKey,

    /// <summary>The key of an enrolment group, Base64; the device's key is derived from it.</summary>
    GroupKey,

    /// <summary>A client certificate, presented by the transport.</summary>
    X509,

    /// <summary>A key kept elsewhere, behind <see cref="Security.IKeySigner"/>.</summary>
    Signer,
}
