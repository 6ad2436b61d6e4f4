using System;
using System.Net;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Program;

public sealed class CommandLineTests
{
    [Test]
    public void DefaultsAreAzuresPortsWhereTheyNeedNoPrivilege()
    {
        CommandLine line = CommandLine.Parse([]);
        EmulatorOptions options = line.ToOptions("a2V5");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((options.HubPort, options.DpsPort), Is.EqualTo((8883, 8443)));
            Assert.That(options.BindAddress, Is.EqualTo(IPAddress.Loopback));
            Assert.That((options.CertificateFolder, options.DataFile), Is.EqualTo((".iotc-emulator", (string?)null)));
            Assert.That(line.Devices, Is.EqualTo(new[] { "device-1" }));
        }
    }

    [Test]
    public void EverythingCanBeSet()
    {
        CommandLine line = CommandLine.Parse(
            ["--hub-port", "1", "--dps-port", "2", "--rest-port", "0", "--id-scope", "S", "--group-key", "Zw==", "--device", "a", "--device", "b",
             "--assigned-hub", "h:1", "--retry-after", "0", "--x509-device", "c", "--x509-group", "ca.pem", "--folder", "f", "--data", "s.db", "--bind", "::", "--name", "n"]);
        EmulatorOptions options = line.ToOptions("Zw==");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((options.HubPort, options.DpsPort, options.RestPort, options.RetryAfterSeconds), Is.EqualTo((1, 2, 0, 0)));
            Assert.That((options.IdScope, options.AssignedHub, options.CertificateFolder, options.DataFile, line.GroupKey), Is.EqualTo(("S", "h:1", "f", "s.db", "Zw==")));
            Assert.That(options.BindAddress, Is.EqualTo(IPAddress.IPv6Any));
            Assert.That(options.ExtraNames, Is.EqualTo(new[] { "n" }));
            Assert.That(line.Devices, Is.EqualTo(new[] { "a", "b" }));
            Assert.That(line.X509Devices, Is.EqualTo(new[] { "c" }));
            Assert.That(line.X509Groups, Is.EqualTo(new[] { "ca.pem" }));
        }
    }

    [TestCase("--hub-port")]
    [TestCase("--hub-port", "x")]
    [TestCase("--hub-port", "65536")]
    [TestCase("--bind", "nowhere")]
    [TestCase("--what", "1")]
    public void NonsenseIsNamed(params string[] arguments) =>
        Assert.That(() => CommandLine.Parse(arguments), Throws.TypeOf<FormatException>().With.Message.StartsWith(arguments[0]));

    [Test]
    public void HelpNamesEveryOption()
    {
        Assert.That(CommandLine.Parse(["--help"]).WantsHelp, Is.True);
        string help = CommandLine.Help;
        string[] options = ["--hub-port", "--dps-port", "--rest-port", "--id-scope", "--group-key", "--device", "--x509-device", "--x509-group", "--assigned-hub", "--retry-after", "--folder", "--data", "--bind", "--name"];
        Assert.That(options, Is.All.Matches<string>(option => help.Contains($"  {option} ", StringComparison.Ordinal)));
    }
}
