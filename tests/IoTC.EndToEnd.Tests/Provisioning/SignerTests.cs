using System;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using IoTC.EndToEnd.Tests.Support;
using IoTC.Security;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Provisioning;

/// <summary>A key that something else keeps: it may be slow, and it may fail.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class SignerTests(ClientKind kind) : DeviceFixture(kind)
{
    [Test]
    public async Task A_key_kept_elsewhere_signs_for_DPS_and_hub()
    {
        var signer = new KeptKey(Azure.DeriveDeviceKey(Id));
        ITestDevice device = await ConnectAsync(With(signer));
        await device.SendAsync("1");
        Assert.That(Twin.TelemetryCount, Is.EqualTo(1));
        Assert.That(signer.Count, Is.GreaterThanOrEqualTo(3), "register, poll, hub");
    }

    [Test]
    public async Task A_signer_that_awaits_something_else_is_waited_for()
    {
        using var released = new SemaphoreSlim(0);
        var signer = new KeptKey(Azure.DeriveDeviceKey(Id)) { Before = () => Task.Run(released.Wait).GetAwaiter().GetResult() };
        ITestDevice device = Create(With(signer));
        Task connecting = device.ConnectAsync();
        released.Release(100);
        await Limit.Of(15, connecting);
        Assert.That(device.Connection.Status, Is.EqualTo(ConnectionStatus.Connected));
    }

    [Test]
    public async Task A_signer_that_fails_at_DPS_is_reported()
    {
        var signer = new KeptKey(Azure.DeriveDeviceKey(Id)) { Before = static () => throw new CryptographicException("the key is k3y") };
        IoTCException failure = await FailAsync(With(signer));
        Assert.That(failure.Error, Is.EqualTo(IoTCError.SignerFailed));
        Assert.That(failure.Message, Does.Contain("CryptographicException").And.Contain("Check the signer").And.Not.Contain("k3y"));
        Assert.That(Log.ToString(), Does.Not.Contain("k3y"));
    }

    [Test]
    public async Task A_signer_that_fails_at_the_hub_is_reported()
    {
        Azure.AddDevice(Id);
        IoTCOptions options = With(new KeptKey(Azure.DeriveDeviceKey(Id)) { Before = static () => throw new TimeoutException() });
        options.HubHost = Azure.HubHostName;
        IoTCException failure = await FailAsync(options);
        Assert.That(failure.Error, Is.EqualTo(IoTCError.SignerFailed));
        Assert.That(failure.Message, Does.Contain("TimeoutException"));
    }

    [Test]
    public async Task A_signer_that_fails_at_a_reconnect_is_tried_again()
    {
        var signer = new KeptKey(Azure.DeriveDeviceKey(Id));
        ITestDevice device = Create(With(signer));
        var changes = new Signal<ConnectionChange>();
        device.OnConnectionChanged(changes.Set);
        await device.ConnectAsync();
        signer.Before = static () => throw new CryptographicException();
        await Twin.DisconnectAsync();
        ConnectionChange failed = await changes.NextAsync(change => change.Error == IoTCError.SignerFailed);
        Assert.That(failed.Status, Is.EqualTo(ConnectionStatus.Waiting));
        signer.Before = null;
        await Twin.WaitForConnectionAsync(2);
        await device.SendAsync("1");
        Assert.That(Twin.TelemetryCount, Is.EqualTo(1));
    }

    private IoTCOptions With(KeptKey signer)
    {
        IoTCOptions options = Options();
        options.Credential = DeviceCredential.Signer(signer);
        return options;
    }

    private sealed class KeptKey(string key) : IKeySigner
    {
        private readonly byte[] _key = Convert.FromBase64String(key);
        private volatile Action? _before;
        private int _count;

        public Action? Before
        {
            get => _before;
            set => _before = value;
        }

        public int Count => Volatile.Read(ref _count);

        public void Sign(byte[] data, int offset, int count, byte[] signature, int signatureOffset)
        {
            _before?.Invoke();
            Interlocked.Increment(ref _count);
            HMACSHA256.HashData(_key, data.AsSpan(offset, count), signature.AsSpan(signatureOffset));
        }
    }
}
