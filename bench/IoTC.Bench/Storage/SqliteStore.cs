using System;
using Microsoft.Data.Sqlite;

namespace IoTC.Bench.Storage;

/// <summary>A table of messages in SQLite, WAL mode, with one prepared statement.</summary>
internal sealed class SqliteStore : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteParameter _payload;

    public SqliteStore(string file, OutboxSyncPolicy policy)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL");
        Execute(policy == OutboxSyncPolicy.EveryRecord ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
        Execute("CREATE TABLE message (number INTEGER PRIMARY KEY, created INTEGER NOT NULL, payload BLOB NOT NULL)");
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO message (created, payload) VALUES (0, $payload)";
        _payload = _insert.Parameters.Add("$payload", SqliteType.Blob);
        _payload.Value = Array.Empty<byte>();
        _insert.Prepare();
    }

    public void Append(byte[] payload, int count)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        _payload.Value = payload;
        for (int i = 0; i < count; i++) _insert.ExecuteNonQuery();
        transaction.Commit();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
