using System;
using System.IO;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Provisioning;

/// <summary>The assignment kept in a file: DPS is asked at the first start, and again only when the hub proves wrong.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class AssignmentTests(ClientKind kind) : DeviceFixture(kind)
{
    private string _folder = "";

    private string FilePath => Path.Combine(_folder, "device", "assignment.json");

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("iotc-assignment").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task The_second_start_does_not_ask_DPS()
    {
        await ConnectOnceAsync();
        Azure.Faults.NextDps(DpsFault.Status(500), int.MaxValue);
        ITestDevice device = await ConnectAsync(Cached());
        await device.SendAsync("1");
        Assert.That((Twin.ConnectionCount, Twin.TelemetryCount), Is.EqualTo((2, 1)));
        Assert.That(Log.ToString(), Does.Contain("using the cached assignment"));
    }

    [Test]
    public async Task No_secret_is_in_the_file_and_only_its_owner_reads_it()
    {
        await ConnectOnceAsync();
        string text = await File.ReadAllTextAsync(FilePath);
        Assert.That(text, Does.Contain(Id).And.Not.Contain(Azure.GroupKey).And.Not.Contain(Azure.DeriveDeviceKey(Id)).And.Not.Contain("SharedAccessSignature"));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(FilePath)!), Has.Length.EqualTo(1), "no temporary file is left");
        if (OperatingSystem.IsWindows()) Assert.Ignore("Windows has no file modes.");
        else Assert.That(File.GetUnixFileMode(FilePath), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task A_hub_that_refuses_the_device_sends_it_back_to_DPS()
    {
        await ConnectOnceAsync();
        Twin.Delete();
        ITestDevice device = await ConnectAsync(Cached());
        await device.SendAsync("1");
        Assert.That((Twin.ConnectionCount, Twin.TelemetryCount), Is.EqualTo((1, 1)), "the identity that DPS made anew");
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("{\"version\":1}")]
    [TestCase("{\"version\":2}")]
    [TestCase("null")]
    public async Task A_broken_file_is_told_and_replaced(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        await File.WriteAllTextAsync(FilePath, text);
        await ConnectOnceAsync();
        Assert.That(Log.ToString(), Does.Contain("the assignment cache cannot be read"));
        Assert.That(new FileAssignmentCache(FilePath).Load()!.DeviceId, Is.EqualTo(Id));
    }

    [Test]
    public async Task Another_scope_or_id_makes_it_worthless()
    {
        await ConnectOnceAsync();
        IoTCOptions other = Cached();
        other.DeviceId += "-b";
        await ConnectAsync(other);
        Assert.That(Azure.FindDevice(other.DeviceId), Is.Not.Null);
        Assert.That(Log.ToString(), Does.Contain("is for another scope or device"));
    }

    [Test]
    public async Task A_cache_that_throws_ends_nothing()
    {
        IoTCOptions options = Options();
        options.AssignmentCache = new BrokenCache();
        ITestDevice device = await ConnectAsync(options);
        await device.SendAsync("1");
        Assert.That(Log.ToString(), Does.Contain("cannot be read (NotSupportedException)").And.Contain("cannot be cached (NotSupportedException)").And.Not.Contain("a secret"));
    }

    [Test]
    public async Task The_payload_sent_arrives_and_the_one_returned_is_told()
    {
        Azure.AddEnrollment(new Enrollment { RegistrationId = Id, PrimaryKey = Azure.DeriveDeviceKey(Id), DeviceId = Id + "-x", PayloadJson = """{"site":"north"}""" });
        IoTCOptions options = Cached();
        options.ProvisioningPayload = """{"asks":1}""";
        ITestDevice device = Create(options);
        var assigned = new Signal<DeviceAssignment>();
        device.OnAssigned(assigned.Set);
        await device.ConnectAsync();
        DeviceAssignment assignment = await assigned.NextAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((assignment.DeviceId, assignment.PayloadJson, assignment.Substatus), Is.EqualTo((Id + "-x", """{"site":"north"}""", "initialAssignment")));
            Assert.That(device.Assignment, Is.SameAs(assignment));
            Assert.That(Azure.Device(Id + "-x").ProvisioningPayloadJson, Is.EqualTo("""{"asks":1}"""));
            Assert.That(new FileAssignmentCache(FilePath).Load()!.PayloadJson, Is.EqualTo("""{"site":"north"}"""));
        }
    }

    private async Task ConnectOnceAsync()
    {
        ITestDevice device = Create(Cached());
        var assigned = new Signal<DeviceAssignment>();
        device.OnAssigned(assigned.Set);
        await device.ConnectAsync();
        await assigned.NextAsync();
        await device.DisconnectAsync();
        await Twin.WaitForDisconnectionAsync();
    }

    private IoTCOptions Cached()
    {
        IoTCOptions options = Options();
        options.AssignmentCache = new FileAssignmentCache(FilePath);
        return options;
    }

    private sealed class BrokenCache : IAssignmentCache
    {
        public DeviceAssignment? Load() => throw new NotSupportedException("a secret");

        public void Store(DeviceAssignment assignment) => throw new NotSupportedException("a secret");
    }
}
