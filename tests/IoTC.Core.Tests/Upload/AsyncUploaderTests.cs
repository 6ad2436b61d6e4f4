using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;

namespace IoTC.Core.Tests.Upload;

/// <summary>What an upload asks of its transport, and what becomes of the content at its end.</summary>
[TestFixture]
internal sealed class AsyncUploaderTests
{
    [Test]
    public async Task PinnedKeysAreAskedOfTheHubAlone()
    {
        var transport = new AnsweringTransport();
        var uploader = new AsyncUploader(UploadScript.Options(), transport, new MemoryStream("{}"u8.ToArray()), null, TimeProvider.System);
        await uploader.RunAsync(CancellationToken.None, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(transport.Opened, Is.EqualTo(new[] { "hub.example pinned", "store.example", "hub.example pinned" }));
    }

    [Test]
    public async Task ContentIsNotReadAnyMoreWhenTheCallHasReturned([Values] bool isDisposed)
    {
        var transport = new AnsweringTransport();
        await using var content = new HeldContent();
        using var disposed = new CancellationTokenSource();
        using var cancelled = new CancellationTokenSource();
        Task run = new AsyncUploader(UploadScript.Options(), transport, content, null, TimeProvider.System).RunAsync(disposed.Token, cancelled.Token);
        Task<bool> isRead = run.ContinueWith(_ => content.IsBeingRead, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await content.Begun.WaitAsync(TimeSpan.FromSeconds(20));
        await (isDisposed ? disposed : cancelled).CancelAsync();
        await transport.Closed.WaitAsync(TimeSpan.FromSeconds(20));
        content.Release();
        Assert.That(await isRead.WaitAsync(TimeSpan.FromSeconds(20)), Is.False);
        Assert.That(content.Reads, Is.EqualTo(1));
        if (isDisposed) Assert.That(Assert.ThrowsAsync<IoTCException>(() => run)!.Message, Does.Contain("disposed"));
        else Assert.That(run.IsCanceled, Is.True);
    }
}
