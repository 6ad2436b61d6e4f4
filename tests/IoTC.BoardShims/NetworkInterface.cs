namespace System.Net.NetworkInformation;

public class NetworkInterface
{
    /// <summary>Pulls the cable out of every board of this process.</summary>
    public static bool IsUnplugged { get; set; }

    public static bool GetIsNetworkAvailable() => !IsUnplugged;
}
