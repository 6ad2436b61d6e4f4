using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Samples;

/// <summary>The sample as people run it: a process, its lines and its exit code.</summary>
public sealed class ThermostatTests
{
    private static readonly Dictionary<string, string> NoSettings = new()
    {
        ["IOTC_ID_SCOPE"] = "",
        ["IOTC_DEVICE_ID"] = "",
        ["IOTC_KEY"] = "",
        ["IOTC_GROUP_KEY"] = "",
    };

    [Test]
    public async Task Without_settings_it_plays_the_whole_cycle()
    {
        await using ProcessRun run = Start("--for", "3s");
        int exitCode = await run.WaitAsync();

        Assert.That(run.Error, Is.Empty);
        Assert.That(exitCode, Is.Zero, run.Output);
        string[] steps = ["derived from the group key", "provisioned", "connected", "telemetry", "wants targetTemperature", "property", "ac 200, av 2", "asks for getMaxMinReport", "got 200 {", "disconnected  cleanly", "done"];
        Assert.That(steps.Where(step => !run.Output.Contains(step, StringComparison.Ordinal)), Is.Empty, run.Output);
        Assert.That(run.Output.TrimEnd().Split('\n'), Has.All.Match(@"^ *\d+\.\d\d s  [a-z]+ +\S"), "nothing but its own lines");
        Assert.That(run.Output.Split('\n').Where(line => line.Contains("telemetry", StringComparison.Ordinal)), Has.All.Match(@"cpu +\d+\.\d %  memory +\d+\.\d %.*PUBACK in \d+\.\d ms"));
    }

    [Test]
    public async Task With_settings_it_talks_to_that_cloud_until_it_is_told_to_stop()
    {
        await using IoTCEmulator azure = await IoTCEmulator.StartAsync(new EmulatorOptions { RetryAfterSeconds = 0 });
        await using ProcessRun run = StartWith(azure, azure.AddDevice("room-7").PrimaryKey);
        await run.Lines.NextAsync(line => line.Contains("telemetry", StringComparison.Ordinal));
        await azure.Device("room-7").SetDesiredAsync("{\"targetTemperature\":18.5}");
        await run.Lines.NextAsync(line => line.Contains("targetTemperature is now 18.5", StringComparison.Ordinal));
        MethodResult report = await azure.Device("room-7").InvokeAsync("getMaxMinReport");
        Assert.That(kill(run.Id, 15), Is.Zero);

        Assert.That(await run.WaitAsync(), Is.Zero, run.Output + run.Error);
        Assert.That(run.Output, Does.Contain("1 property taken, 1 command answered"));
        Assert.That(report.ToJson().GetProperty("maxCpuLoad").GetDouble(), Is.InRange(0, 100));
        Assert.That(azure.Device("room-7").LastCloseReason, Is.Null);
        Assert.That(run.Error, Is.Empty);
    }

    [Test]
    public async Task A_wrong_key_ends_in_one_sentence()
    {
        string key = Convert.ToBase64String(new byte[32]);
        await using IoTCEmulator azure = await IoTCEmulator.StartAsync();
        await using ProcessRun run = StartWith(azure, key);
        Assert.That(await run.WaitAsync(), Is.EqualTo(1));
        AssertOneSentence(run.Error, "the key does not match the enrolment", key);
    }

    [Test]
    public async Task A_cloud_that_is_not_there_ends_in_one_sentence()
    {
        using var ports = new TestPorts();
        string key = Convert.ToBase64String(new byte[32]);
        await using ProcessRun run = Start("--id-scope", "0ne1", "--device-id", "a", "--key", key, "--dps-host", "localhost", "--dps-port", $"{ports.Refusing}");
        Assert.That(await run.WaitAsync(), Is.EqualTo(1));
        AssertOneSentence(run.Error, "refused the connection", key);
    }

    [Test]
    public async Task Help_explains()
    {
        await using ProcessRun run = Start("--help");
        Assert.That(await run.WaitAsync(), Is.Zero);
        Assert.That(run.Output, Does.Contain("--id-scope").And.Contain("IOTC_GROUP_KEY").And.Contain("--for").And.Contain("Exit code"));
    }

    [TestCase("--wrong", "no option")]
    [TestCase("--for", "--for needs a time")]
    [TestCase("--for soon", "--for needs a time")]
    [TestCase("--dps-port 70000", "port from 1 to 65535")]
    [TestCase("--id-scope 0ne1", "device id is missing")]
    [TestCase("--id-scope 0ne1 --device-id a", "key is missing")]
    [TestCase("--id-scope 0ne1 --device-id a --key ab= --group-key ab=", "one of them")]
    [TestCase("--id-scope 0ne1 --device-id a --key secret!", "not Base64")]
    [TestCase("--id-scope 0ne/1 --device-id a --key c2VjcmV0", "letters and digits")]
    [TestCase("--id-scope 0ne1 --device-id a --key c2VjcmV0 --ca /no/such/file", "cannot be read")]
    [TestCase("--id-scope 0ne1 --device-id a --certificate /no/such/file", "--certificate: /no/such/file cannot be read")]
    [TestCase("--id-scope 0ne1 --device-id a --certificate /etc/hostname", "certificate's key is missing")]
    [TestCase("--id-scope 0ne1 --device-id a --certificate /etc/hostname --certificate-key /etc/hostname --key c2VjcmV0", "pass one of them")]
    public async Task Bad_arguments_end_in_one_sentence(string arguments, string cause)
    {
        await using ProcessRun run = Start(arguments.Split(' '));
        Assert.That(await run.WaitAsync(), Is.EqualTo(2));
        AssertOneSentence(run.Error, cause, "secret!");
        Assert.That(run.Output, Is.Empty);
    }

    private static void AssertOneSentence(string error, string cause, string secret)
    {
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), error);
        Assert.That(error, Does.StartWith("thermostat: ").And.Contain(cause).And.Not.Contain("   at ").And.Not.Contain("Exception").And.Not.Contain(secret));
    }

    private static ProcessRun StartWith(IoTCEmulator azure, string key)
    {
        string ca = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"ca-{azure.DpsPort}.pem");
        File.WriteAllText(ca, azure.RootCertificatePem);
        var environment = new Dictionary<string, string>(NoSettings) { ["IOTC_ID_SCOPE"] = azure.IdScope, ["IOTC_DEVICE_ID"] = "room-7", ["IOTC_KEY"] = key };
        return Start(["--dps-host", "localhost", "--dps-port", $"{azure.DpsPort}", "--hub-port", $"{azure.HubPort}", "--ca", ca], environment);
    }

    private static ProcessRun Start(params string[] arguments) => Start(arguments, NoSettings);

    private static ProcessRun Start(string[] arguments, Dictionary<string, string> environment)
    {
        string program = typeof(ThermostatTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Thermostat").Value!;
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        return ProcessRun.Start(host, [program, .. arguments], environment);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int processId, int signal);
}
