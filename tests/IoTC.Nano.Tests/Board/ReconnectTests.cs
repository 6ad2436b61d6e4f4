using IoTC.Nano.Tests.Scripted;
using IoTC.Transport;

namespace IoTC.Nano.Tests;

/// <summary>Connections that are lost, and come back.</summary>
internal static class ReconnectTests
{
    public static void Run(Check check)
    {
        check.Test("reconnect: a cut connection comes back without DPS", ComesBack);
        check.Test("reconnect: telemetry sent meanwhile arrives afterwards", KeepsTelemetry);
        check.Test("reconnect: attempts that fail go on", TriesAgain);
        check.Test("reconnect: a clock before 2021 is told", ClockWrong);
        check.Test("reconnect: a keep-alive without an answer ends the connection", KeepAlive);
    }

    private static void ComesBack()
    {
        var device = new Device().Connect();
        device.Cloud.Cut();
        Recover(device);
        Check.Equal(2, device.Cloud.Hub.Connects);
        Check.Equal(2, device.Cloud.Dps.Requests);
    }

    private static void KeepsTelemetry()
    {
        var device = new Device().Connect();
        device.Cloud.Cut();
        Check.That(device.Client.SendTelemetry("{\"kept\":1}"), "telemetry is refused");
        Recover(device);
        device.Listen(2);
        Check.Has(device.Cloud.Hub.Log, "{\"kept\":1}\n");
        Check.Equal(0, device.Client.QueuedCount);
    }

    private static void TriesAgain()
    {
        var device = new Device().Connect();
        device.Cloud.FailingOpens = 3;
        device.Cloud.Cut();
        device.Listen(1);
        Check.That(!device.Client.IsConnected, "it is connected still");
        Recover(device);
    }

    private static void ClockWrong()
    {
        var device = new Device();
        device.Cloud.FailingOpens = 1;
        device.Cloud.OpenStatus = TransportStatus.CertificateNotYetValid;
        Check.Throws(() => device.Client.Connect());
        Check.That(device.Client.Connection.Error == IoTCError.ClockWrong, device.Client.Connection.Message);
    }

    private static void KeepAlive()
    {
        var device = new Device().Connect();
        device.Cloud.Hub.IsSilent = true;
        device.Clock.Advance(200000);
        device.Listen(2);
        device.Clock.Advance(60000);
        device.Listen(2);
        device.Cloud.Hub.IsSilent = false;
        device.Clock.Advance(120000);       // the CONNECT that nobody has answered
        Recover(device);
        Check.Equal(2, device.Cloud.Hub.Connects);
    }

    private static void Recover(Device device)
    {
        device.Clock.StepMs = 2;
        for (int i = 0; i < 50 && (i < 2 || !device.Client.IsConnected); i++) device.Client.Listen(10);
        Check.That(device.Client.IsConnected, device.Client.Connection.Message);
    }
}
