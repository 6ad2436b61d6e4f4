using System;
using System.IO;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Provisioning;

/// <summary>The cloud sends the device to another ID Scope.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class DeviceMoveTests(ClientKind kind) : DeviceFixture(kind)
{
    private const string NewScope = "0ne00E0000B";

    [OneTimeSetUp]
    public void AddScope() => Azure.AddIdScope(NewScope);

    [Test]
    public async Task A_command_moves_the_device_and_the_move_outlives_the_program()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        IoTCOptions options = Moving(path);
        ITestDevice device = Create(options);
        var assigned = new Signal<DeviceAssignment>();
        device.OnAssigned(assigned.Set);
        await device.ConnectAsync();
        MethodResult answer = await Twin.InvokeAsync("migration*DeviceMove", $"\"{NewScope}\"");
        await assigned.NextAsync(assignment => assignment.IdScope == NewScope);
        await Twin.WaitForConnectionAsync(2);
        await device.SendAsync("1");
        Assert.That((answer.Status, Twin.IdScope, Twin.TelemetryCount), Is.EqualTo((200, NewScope, 1)));
        await device.DisconnectAsync();
        await Twin.WaitForDisconnectionAsync();

        Twin.Delete();
        ITestDevice again = await ConnectAsync(Moving(path));
        Assert.That((Twin.IdScope, again.Assignment!.ConfiguredIdScope), Is.EqualTo((NewScope, Azure.IdScope)));
        File.Delete(path);
    }

    [Test]
    public async Task A_move_that_cannot_be_leaves_the_device_where_it_is()
    {
        ITestDevice device = Create(Moving(null));
        var changes = new Signal<ConnectionChange>();
        device.OnConnectionChanged(changes.Set);
        await device.ConnectAsync();
        await Twin.InvokeAsync("DeviceMove", "\"0neNOWHERE\"");
        ConnectionChange failed = await changes.NextAsync(change => change.Error == IoTCError.UnknownDevice);
        Assert.That(failed.Message, Does.StartWith($"The move to scope 0neNOWHERE failed; the device stays in scope {Azure.IdScope}.").And.Contain("404201"));
        await Twin.WaitForConnectionAsync(2);
        await device.SendAsync("1");
        Assert.That(Twin.IdScope, Is.EqualTo(Azure.IdScope));
    }

    [Test]
    public async Task Without_the_option_the_command_is_unknown()
    {
        await ConnectAsync();
        Assert.That((await Twin.InvokeAsync("DeviceMove", $"\"{NewScope}\"")).Status, Is.EqualTo(404));
    }

    private IoTCOptions Moving(string? cache)
    {
        IoTCOptions options = Options();
        options.AllowDeviceMove = true;
        options.AssignmentCache = cache == null ? null : new FileAssignmentCache(cache);
        return options;
    }
}
