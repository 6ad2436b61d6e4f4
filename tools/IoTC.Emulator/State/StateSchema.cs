using System.Globalization;
using System.IO;
using Microsoft.Data.Sqlite;

namespace IoTC.Emulator.State;

/// <summary>The tables of a data file, and which files are one.</summary>
internal static class StateSchema
{
    public const int Version = 1;

    private const int ApplicationId = 0x496F5443;   // "IoTC", where SQLite keeps whose file it is

    private const string Create =
        """
        CREATE TABLE id_scope (name TEXT PRIMARY KEY COLLATE NOCASE);

        CREATE TABLE enrollment_group (name TEXT PRIMARY KEY, key TEXT, authority TEXT);

        CREATE TABLE enrollment (
          registration_id TEXT PRIMARY KEY COLLATE NOCASE, device_id TEXT, primary_key TEXT NOT NULL, certificate TEXT, secondary_certificate TEXT,
          payload TEXT, assigned_hub TEXT, outcome INTEGER NOT NULL, error_code INTEGER NOT NULL, error_message TEXT);

        CREATE TABLE registration (registration_id TEXT PRIMARY KEY COLLATE NOCASE, operation_id TEXT NOT NULL, result TEXT NOT NULL);

        CREATE TABLE device (
          number INTEGER PRIMARY KEY, device_id TEXT NOT NULL UNIQUE,
          primary_key TEXT, secondary_key TEXT, certificate TEXT, secondary_certificate TEXT, common_name TEXT,
          is_enabled INTEGER NOT NULL, model_id TEXT, id_scope TEXT, payload TEXT, assigned_hub TEXT, has_session INTEGER NOT NULL, message_qos INTEGER,
          desired TEXT NOT NULL DEFAULT '{}', desired_version INTEGER NOT NULL DEFAULT 1, reported TEXT NOT NULL DEFAULT '{}', reported_version INTEGER NOT NULL DEFAULT 1,
          telemetry_count INTEGER NOT NULL DEFAULT 0);

        CREATE TABLE message (
          device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE, number INTEGER NOT NULL,
          message_id TEXT NOT NULL, payload BLOB NOT NULL, properties TEXT NOT NULL, delivery_count INTEGER NOT NULL, PRIMARY KEY (device, number));

        CREATE TABLE telemetry (
          device INTEGER NOT NULL REFERENCES device ON DELETE CASCADE, number INTEGER NOT NULL,
          payload BLOB NOT NULL, topic TEXT NOT NULL, properties TEXT NOT NULL, system_properties TEXT NOT NULL, arrived_at_ticks INTEGER NOT NULL,
          qos INTEGER NOT NULL, is_duplicate INTEGER NOT NULL, is_will INTEGER NOT NULL, packet_id INTEGER NOT NULL, PRIMARY KEY (device, number));
        """;

    /// <summary>Makes the tables in an empty file; changes nothing in a file that is not the emulator's, or is of another version.</summary>
    /// <exception cref="IOException">It is such a file.</exception>
    public static void Ensure(SqliteConnection connection)
    {
        long application = Read(connection, "PRAGMA application_id");
        long version = Read(connection, "PRAGMA user_version");
        if (application == 0 && version == 0 && Read(connection, "SELECT count(*) FROM sqlite_schema") == 0)
        {
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"BEGIN; {Create} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; COMMIT"));
        }
        else if (application != ApplicationId)
        {
            throw new IOException($"{connection.DataSource} is a database of another program.");
        }
        else if (version > Version)
        {
            throw new IOException($"{connection.DataSource} is of version {version}, this emulator knows those up to {Version}: use a newer emulator, or another file.");
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Read(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
