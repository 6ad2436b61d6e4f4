using System;
using System.Collections.Generic;

namespace IoTC.Storage;

/// <summary>The few things that a <see cref="FileOutbox"/> asks of a folder. Tests put one in its place that fails, fills up or loses power.</summary>
/// <remarks>All throw <see cref="System.IO.IOException"/> or <see cref="UnauthorizedAccessException"/> when the storage does not do what it is asked.</remarks>
internal abstract class OutboxDisk : IDisposable
{
    /// <summary>Makes the folder, and takes it for this outbox alone until <see cref="Dispose"/>; it may be taken again then.</summary>
    public abstract void Lock();

    public abstract void Dispose();

    /// <summary>The names of the files in the folder.</summary>
    public abstract IReadOnlyList<string> List();

    /// <summary>Makes a file that is not there yet.</summary>
    public abstract OutboxFile Create(string name);

    public abstract OutboxFile OpenRead(string name);

    public abstract void Delete(string name);

    /// <summary>Keeps the names of files that were made.</summary>
    public abstract void SyncFolder();
}
