namespace IoTC;

/// <summary>What somebody should look at when a connection is not there. With <see cref="ConnectionStatus.Waiting"/> the client goes on trying, whatever it says.</summary>
public enum RecommendedAction : byte
{
    /// <summary>Nothing: all is well, or the program itself ended it.</summary>
    None,

    /// <summary>Nothing yet: what happened passes by itself as a rule, and the client tries again.</summary>
    Retrying,

    /// <summary>The device's network: cable, radio, DNS, route, firewall.</summary>
    CheckNetwork,

    /// <summary>The key or certificate, and the enrolment or device it belongs to.</summary>
    CheckCredentials,

    /// <summary>Whether the device or its enrolment is disabled or deleted.</summary>
    CheckDevice,

    /// <summary>The device's clock.</summary>
    CheckClock,

    /// <summary>Who answers at the server's address: its certificate, its roots, a proxy between.</summary>
    CheckServer,

    /// <summary>Whether another client uses the same device id.</summary>
    CheckOtherClients,

    /// <summary>The hub's quota and throttles.</summary>
    CheckQuota,

    /// <summary>What the program asks for: ids, versions, sizes, the allocation policy.</summary>
    CheckRequest,
}
