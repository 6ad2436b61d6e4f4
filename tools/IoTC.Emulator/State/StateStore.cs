using System;
using System.IO;
using System.Threading.Tasks;
using IoTC.Emulator.Security;
using Microsoft.Data.Sqlite;

namespace IoTC.Emulator.State;

/// <summary>The data file of one emulator: what it held, and the journal that goes on with it.</summary>
/// <remarks>
/// A write-ahead log and transactions: a process that is killed loses what the journal had not written yet, and never leaves half a change. The file is
/// locked as long as it is open, so that no second emulator writes to it.
/// </remarks>
internal sealed class StateStore : IAsyncDisposable
{
    private const int Busy = 5;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private readonly SqliteConnection _connection;
    private readonly StateTables _tables;

    private StateStore(SqliteConnection connection, SavedState saved, int keptTelemetry)
    {
        _connection = connection;
        Saved = saved;
        _tables = new StateTables(connection, keptTelemetry);
        Writing = Task.Run(WriteAsync);
    }

    /// <summary>What the file held.</summary>
    public SavedState Saved { get; }

    /// <summary>Takes what changes.</summary>
    public StateJournal Journal { get; } = new();

    /// <summary>Runs until the store is disposed; fails with an <see cref="IOException"/> when the file can no longer be written.</summary>
    public Task Writing { get; }

    /// <summary>Opens a file, or makes one that only its owner may read: it holds keys.</summary>
    /// <exception cref="IOException">It is no data file, one of a newer emulator, in use, or cannot be read.</exception>
    public static StateStore Open(string file, int keptTelemetry)
    {
        string path = Path.GetFullPath(file);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            SecretFile.CreateEmpty(path);   // SQLite gives the log beside it the same mode
        }

        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, ForeignKeys = true, DefaultTimeout = 1 }.ToString());
        try
        {
            connection.Open();
            StateSchema.Execute(connection, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = NORMAL");
            StateSchema.Ensure(connection);
            StateSchema.Execute(connection, "BEGIN IMMEDIATE; COMMIT");   // takes the lock
            return new StateStore(connection, new StateReader(connection).Read(), keptTelemetry);
        }
        catch (Exception error)
        {
            connection.Dispose();
            throw error as IOException ?? new IOException(Describe(path, error), error);
        }
    }

    /// <summary>Completes when what has changed so far is written.</summary>
    /// <exception cref="IOException">It could not be written, now or earlier.</exception>
    public async Task FlushAsync() => await await Task.WhenAny(Journal.FlushAsync(), Writing);

    /// <summary>Writes what is left and closes the file.</summary>
    /// <exception cref="IOException">It could not be written, now or earlier.</exception>
    public async ValueTask DisposeAsync()
    {
        Journal.Complete();
        try
        {
            await Writing;
        }
        finally
        {
            _tables.Dispose();
            await _connection.DisposeAsync();
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await Journal.RunAsync(_tables);
        }
        catch (SqliteException error)
        {
            throw new IOException($"{_connection.DataSource} can no longer be written; what has changed since is lost: {error.Message}", error);
        }
    }

    private static string Describe(string path, Exception error) => error switch
    {
        SqliteException { SqliteErrorCode: Busy } => $"{path} is in use by another emulator.",
        SqliteException { SqliteErrorCode: not (Corrupt or NotADatabase) } => $"{path} cannot be opened: {error.Message}",
        _ => $"{path} is no data file, or a damaged one: {error.Message}",
    };
}
