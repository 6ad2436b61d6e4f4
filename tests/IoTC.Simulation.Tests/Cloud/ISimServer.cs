namespace IoTC.Simulation.Tests.Cloud;

/// <summary>Whoever answers at an address.</summary>
internal interface ISimServer
{
    /// <summary>Bytes of a device have come.</summary>
    void Receive(SimLink link, byte[] bytes);

    /// <summary>The connection is over.</summary>
    void HandleClosed(SimLink link);
}
