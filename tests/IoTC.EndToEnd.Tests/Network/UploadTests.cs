using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Network;

/// <summary>Files, from the device to the emulator's storage.</summary>
public sealed class UploadTests : NetworkFixture
{
    private const int BlockSize = 64 * 1024;

    [TestCase(0, 0)]
    [TestCase(1, 0)]
    [TestCase(BlockSize - 1, 0)]
    [TestCase(BlockSize, 1)]
    [TestCase((3 * BlockSize) + 5, 4)]
    public async Task FileIsStoredAndTold(int length, int blocks)
    {
        await using IoTCAsyncClient client = await ConnectAsync();
        byte[] content = Content(length);
        await Limit.Of(30, client.UploadFileAsync("logs/day 1.bin", new MemoryStream(content)));
        UploadedFile file = Azure.Device(Id).FindFile("logs/day 1.bin")!;
        Assert.That(file.Blocks, Is.EqualTo(blocks));
        Assert.That(file.Content.AsSpan().SequenceEqual(content), Is.True);
        FileNotification notification = await Azure.Device(Id).NextFileNotificationAsync();
        Assert.That((notification.BlobName, notification.IsSuccess, notification.StatusCode), Is.EqualTo(($"{Id}/logs/day 1.bin", true, 201)));
    }

    [Test]
    public async Task ContentOfUnknownLengthInSmallPiecesIsStored()
    {
        await using IoTCAsyncClient client = await ConnectAsync();
        byte[] content = Content(200_000);
        var told = new List<long>();
        await Limit.Of(30, client.UploadFileAsync("trickle", new TrickleStream(content, 777), new Told(told)));
        Assert.That(Azure.Device(Id).FindFile("trickle")!.Content.AsSpan().SequenceEqual(content), Is.True);
        Assert.That(told, Is.EqualTo(new long[] { BlockSize, 2 * BlockSize, 3 * BlockSize, 200_000 }));
    }

    [Test]
    public async Task TransientFailuresAreTriedAgain()
    {
        await using IoTCAsyncClient client = await ConnectAsync();
        byte[] content = Content(200_000);
        Azure.Faults.NextFileRequest(503);
        Azure.Faults.NextStorage(StorageFault.Status(503), 2);
        Azure.Faults.NextStorage(StorageFault.CloseWithoutAnswer());
        Azure.Faults.NextStorage(StorageFault.Status(429));
        await Limit.Of(30, client.UploadFileAsync("rough", new MemoryStream(content)));
        Assert.That(Azure.Device(Id).FindFile("rough")!.Content.AsSpan().SequenceEqual(content), Is.True);
    }

    [Test]
    public async Task RefusalIsNamedAndTheHubIsTold()
    {
        await using IoTCAsyncClient client = await ConnectAsync();
        Azure.Faults.NextStorage(StorageFault.Status(403, "AuthenticationFailed"));
        IoTCException exception = Assert.ThrowsAsync<IoTCException>(async () => await client.UploadFileAsync("refused", new MemoryStream(Content(10))))!;
        Assert.That(exception.Error, Is.EqualTo(IoTCError.StorageRefused));
        Assert.That(exception.Message, Does.Contain("(403, AuthenticationFailed)"));
        FileNotification notification = await Azure.Device(Id).NextFileNotificationAsync();
        Assert.That((notification.IsSuccess, notification.StatusCode), Is.EqualTo((false, 403)));
        Assert.That(exception.Message + Log, Does.Not.Contain("sig="));
    }

    [Test]
    public async Task CancellationEndsItAndTellsTheHub()
    {
        await using IoTCAsyncClient client = await ConnectAsync();
        using CancellationTokenSource cancellation = new();
        var content = new TrickleStream(Content(10 * BlockSize), 4096) { AfterBytes = 2 * BlockSize, Then = cancellation.Cancel };
        Assert.That(async () => await client.UploadFileAsync("cancelled", content, null, cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await Azure.Device(Id).NextFileNotificationAsync()).IsSuccess, Is.False);
        Assert.That(Azure.Device(Id).FindFile("cancelled"), Is.Null);
        await client.SendTelemetryAsync("{}");
    }

    [Test]
    public async Task DisposingTheClientEndsItAndTellsTheHub()
    {
        IoTCAsyncClient client = await ConnectAsync();
        Task? disposed = null;
        var content = new TrickleStream(Content(10 * BlockSize), 4096) { AfterBytes = 2 * BlockSize, Then = () => disposed = client.DisposeAsync().AsTask() };
        using SemaphoreSlim go = new(0);
        content.Then += () => go.Wait(20_000);
        Task upload = client.UploadFileAsync("disposed", content);
        Assert.That((await Azure.Device(Id).NextFileNotificationAsync()).IsSuccess, Is.False);
        go.Release();
        IoTCException exception = Assert.ThrowsAsync<IoTCException>(async () => await upload.WaitAsync(TimeSpan.FromSeconds(20)))!;
        Assert.That(exception.Error, Is.EqualTo(IoTCError.Stopped));
        Assert.That(exception.Message, Does.Contain("disposed"));
        await disposed!;
        Assert.That(Azure.Device(Id).FindFile("disposed"), Is.Null);
    }

    [Test]
    public async Task ContentThatFailsIsTheCallersException()
    {
        await using IoTCAsyncClient client = await ConnectAsync();
        var content = new TrickleStream(Content(3 * BlockSize), 4096) { AfterBytes = BlockSize + 5000, Then = static () => throw new IOException("the disk is gone") };
        Assert.That(async () => await client.UploadFileAsync("broken", content), Throws.InstanceOf<IOException>().With.Message.EqualTo("the disk is gone"));
        Assert.That((await Azure.Device(Id).NextFileNotificationAsync()).IsSuccess, Is.False);
    }

    [Test]
    public async Task TelemetryGoesOnMeanwhile()
    {
        await using IoTCAsyncClient client = await ConnectAsync();
        using SemaphoreSlim half = new(0);
        using SemaphoreSlim go = new(0);
        var content = new TrickleStream(Content(4 * BlockSize), 8192)
        {
            AfterBytes = 2 * BlockSize,
            Then = () =>
            {
                half.Release();
                go.Wait(10_000);
            },
        };
        Task upload = client.UploadFileAsync("meanwhile", content);
        Assert.That(await half.WaitAsync(20_000), Is.True);
        await client.SendTelemetryAsync("{}");
        Assert.That(Azure.Device(Id).TelemetryCount, Is.EqualTo(1));
        go.Release();
        await upload.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Test]
    public async Task ElevenUploadsAtATimeAreOneTooMany()
    {
        await using IoTCAsyncClient client = await ConnectAsync();
        using SemaphoreSlim begun = new(0);
        using SemaphoreSlim go = new(0);
        Task[] uploads = [.. Enumerable.Range(0, 10).Select(i => client.UploadFileAsync($"many-{i}", new TrickleStream(Content(10), 10) { AfterBytes = 1, Then = () =>
        {
            begun.Release();
            go.Wait(20_000);
        } }))];
        for (int i = 0; i < 10; i++) Assert.That(await begun.WaitAsync(20_000), Is.True, $"{i}");
        IoTCException exception = Assert.ThrowsAsync<IoTCException>(async () => await client.UploadFileAsync("one-more", new MemoryStream(new byte[1])))!;
        Assert.That(exception.Error, Is.EqualTo(IoTCError.Throttled));
        Assert.That(exception.Message, Does.Contain("ten uploads"));
        go.Release(10);
        await Task.WhenAll(uploads).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Test]
    public async Task WhatCannotWorkIsRefusedBeforeAnythingIsSent()
    {
        await using IoTCAsyncClient client = new(Options(), WebSocket(), Log);
        Assert.That(async () => await client.UploadFileAsync("a", new MemoryStream()), Throws.InstanceOf<IoTCException>().With.Property("Error").EqualTo(IoTCError.NotConnected));
        await Limit.Of(20, client.ConnectAsync());
        Assert.That(async () => await client.UploadFileAsync("a//b", new MemoryStream()), Throws.ArgumentException.With.Message.Contains("empty segment"));
        Assert.That(async () => await client.UploadFileAsync("a", null!), Throws.ArgumentNullException);
        var closed = new MemoryStream();
        await closed.DisposeAsync();
        Assert.That(async () => await client.UploadFileAsync("a", closed), Throws.ArgumentException.With.Message.Contains("cannot be read"));
    }

    [Test]
    public async Task StrictnessOfTheStorage()
    {
        // Straight to the endpoint, as a client that has not read the storage's rules.
        await using IoTCAsyncClient client = await ConnectAsync();
        using HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true };
        using HttpClient http = new(handler) { BaseAddress = new Uri($"https://localhost:{Azure.HubHttpsPort}") };
        using HttpResponseMessage unsigned = await http.PutAsync($"/device-files/{Id}/x", new ByteArrayContent([1]));
        Assert.That((int)unsigned.StatusCode, Is.EqualTo(403));
        Assert.That(await unsigned.Content.ReadAsStringAsync(), Does.Contain("<Code>AuthenticationFailed</Code>"));
        using HttpResponseMessage anonymous = await http.PostAsync($"/devices/{Id}/files?api-version=2021-04-12", new StringContent("{\"blobName\":\"x\"}"));
        Assert.That((int)anonymous.StatusCode, Is.EqualTo(401));
    }

    private async Task<IoTCAsyncClient> ConnectAsync()
    {
        IoTCOptions options = Options();
        options.UploadBlockSize = BlockSize;
        options.ReconnectMinDelayMs = 1;
        options.ReconnectMaxDelayMs = 5;
        IoTCAsyncClient client = new(options, WebSocket(), Log);
        await Limit.Of(20, client.ConnectAsync());
        return client;
    }

    private static byte[] Content(int length)
    {
        byte[] content = new byte[length];
        new Random(1).NextBytes(content);
        return content;
    }

    private sealed class Told(List<long> values) : IProgress<long>
    {
        public void Report(long value) => values.Add(value);
    }
}
