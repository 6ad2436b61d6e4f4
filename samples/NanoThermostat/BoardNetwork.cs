using System;
using System.Net.NetworkInformation;
using System.Threading;
using nanoFramework.Networking;

namespace NanoThermostat;

/// <summary>Joins the Wi-Fi and waits for an address.</summary>
internal static class BoardNetwork
{
    private const int TimeoutMs = 60000;

    public static void Join(string ssid, string password)
    {
        Configure(ssid, password);
        // NetworkHelper waits for the address of any interface; the date comes from NetworkTime.
        while (!NetworkHelper.SetupAndConnectNetwork(new CancellationTokenSource(TimeoutMs).Token, false))
        {
            Console.WriteLine("no network yet (status " + ((int)NetworkHelper.Status).ToString() + "); check the SSID and the password");
            NetworkHelper.Reset();
        }
    }

    // Kept by the board: it joins by itself after the next start.
    private static void Configure(string ssid, string password)
    {
        if (ssid.Length == 0) return;
        Wireless80211Configuration[] configurations = Wireless80211Configuration.GetAllWireless80211Configurations();
        if (configurations.Length == 0) return;
        Wireless80211Configuration configuration = configurations[0];
        if (configuration.Ssid == ssid && configuration.Password == password) return;
        configuration.Ssid = ssid;
        configuration.Password = password;
        configuration.Authentication = AuthenticationType.WPA2;
        configuration.Encryption = EncryptionType.WPA2;
        configuration.Options = Wireless80211Configuration.ConfigurationOptions.AutoConnect;
        configuration.SaveConfiguration();
    }
}
