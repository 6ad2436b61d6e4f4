using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace IoTC.Emulator;

public sealed partial class EmulatedDevice
{
    private readonly Dictionary<string, UploadedFile> _files = [];
    private readonly Channel<FileNotification> _fileNotifications = Channel.CreateUnbounded<FileNotification>();

    /// <summary>The files that the device has stored; a copy.</summary>
    public IReadOnlyList<UploadedFile> Files
    {
        get
        {
            lock (_gate)
            {
                return [.. _files.Values];
            }
        }
    }

    /// <summary>A stored file by the name that the device gave, without its folder; null when there is none.</summary>
    public UploadedFile? FindFile(string name)
    {
        lock (_gate)
        {
            return _files.GetValueOrDefault($"{DeviceId}/{name}");
        }
    }

    /// <summary>The next notification of an upload that no earlier call returned; waits for it when there is none yet.</summary>
    /// <param name="timeout">10 s when null.</param>
    /// <exception cref="TimeoutException">None came.</exception>
    public async Task<FileNotification> NextFileNotificationAsync(TimeSpan? timeout = null)
    {
        using var limit = new CancellationTokenSource(timeout ?? DefaultTimeout);
        try
        {
            return await _fileNotifications.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Device '{DeviceId}' told of no upload.");
        }
    }

    internal void Store(UploadedFile file)
    {
        lock (_gate)
        {
            _files[file.BlobName] = file;
        }
    }

    internal void Receive(FileNotification notification) => _fileNotifications.Writer.TryWrite(notification);
}
