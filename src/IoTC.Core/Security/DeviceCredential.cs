using System;
using IoTC.Security;

namespace IoTC;

/// <summary>How a device proves who it is. Holds a key or a signer, and never shows it.</summary>
public sealed class DeviceCredential
{
    private readonly string? _groupKey;
    private readonly IKeySigner? _signer;

    private DeviceCredential(IoTCConnectType type, string? groupKey, IKeySigner? signer, ClientCertificate? certificate = null)
    {
        Type = type;
        _groupKey = groupKey;
        _signer = signer;
        Certificate = certificate;
    }

    /// <summary>Which kind of credential this is.</summary>
    public IoTCConnectType Type { get; }

    /// <summary>The device's own symmetric key.</summary>
    /// <param name="key">Base64, as the portal shows it.</param>
    /// <exception cref="ArgumentException">The key is empty or not Base64.</exception>
    public static DeviceCredential DeviceKey(string key) => new DeviceCredential(IoTCConnectType.DeviceKey, null, CreateSigner(key, "device"));

    /// <summary>The key of an enrolment group; the device's own key is derived from it. Better kept off devices: derive the key beforehand and use <see cref="DeviceKey"/>.</summary>
    /// <param name="key">Base64, as the portal shows it.</param>
    /// <exception cref="ArgumentException">The key is empty or not Base64.</exception>
    public static DeviceCredential GroupKey(string key)
    {
        CreateSigner(key, "group").Dispose();
        return new DeviceCredential(IoTCConnectType.GroupKey, key, null);
    }

    /// <summary>A key that another object keeps, a TPM for instance.</summary>
    /// <param name="signer">Signs with the device's symmetric key.</param>
    public static DeviceCredential Signer(IKeySigner signer)
        => new DeviceCredential(IoTCConnectType.Signer, null, signer ?? throw new ArgumentNullException(nameof(signer)));

    /// <summary>A client certificate that the transport has already and presents in the TLS handshake.</summary>
    public static DeviceCredential X509() => new DeviceCredential(IoTCConnectType.X509, null, null);

    /// <summary>A client certificate that the client hands to the transport.</summary>
    /// <param name="certificate">Certificate and key; read when the client is made, by a transport that is an <see cref="IClientCertificateTransport"/>.</param>
    public static DeviceCredential X509(ClientCertificate certificate)
        => new DeviceCredential(IoTCConnectType.X509, null, null, certificate ?? throw new ArgumentNullException(nameof(certificate)));

    /// <summary>Makes a credential from the parts that the short constructors take.</summary>
    /// <param name="type">The kind.</param>
    /// <param name="key">The key in Base64; ignored for <see cref="IoTCConnectType.X509"/>.</param>
    /// <exception cref="ArgumentException">The key is empty or not Base64, or the kind needs <see cref="Signer"/>.</exception>
    public static DeviceCredential Create(IoTCConnectType type, string key)
    {
        switch (type)
        {
            case IoTCConnectType.DeviceKey: return DeviceKey(key);
            case IoTCConnectType.GroupKey: return GroupKey(key);
            case IoTCConnectType.X509: return X509();
            default: throw new ArgumentException("This kind of credential takes no key; use DeviceCredential.Signer.");
        }
    }

    /// <summary>The kind; never the key.</summary>
    public override string ToString() => Type == IoTCConnectType.GroupKey ? "group key" : Type == IoTCConnectType.DeviceKey ? "device key" : Type == IoTCConnectType.X509 ? "X.509" : "signer";

    /// <summary>The client certificate for the transport, or <see langword="null"/>.</summary>
    internal ClientCertificate? Certificate { get; }

    /// <summary>The signer of one device, or <see langword="null"/> for X.509.</summary>
    internal IKeySigner? ResolveSigner(string registrationId)
        => _groupKey == null ? _signer : CreateSigner(Security.GroupKey.DeriveDeviceKey(_groupKey, registrationId), "derived");

    private static SymmetricKeySigner CreateSigner(string key, string kind)
    {
        if (key == null || key.Length == 0) throw new ArgumentException("The " + kind + " key is empty. Copy it from the portal; it is Base64 text.");
        if (!SymmetricKeySigner.TryCreate(key, out SymmetricKeySigner? signer))
        {
            throw new ArgumentException("The " + kind + " key is not Base64. Copy it from the portal whole, with the = at its end.");
        }

        return signer!;
    }
}
