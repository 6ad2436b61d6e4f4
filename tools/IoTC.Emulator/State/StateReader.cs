using System;
using System.Collections.Generic;
using IoTC.Emulator.Certificates;
using IoTC.Emulator.Provisioning;
using Microsoft.Data.Sqlite;

namespace IoTC.Emulator.State;

/// <summary>Reads a whole data file.</summary>
internal sealed class StateReader(SqliteConnection connection)
{
    public SavedState Read() => new(
        Select("SELECT name FROM id_scope ORDER BY name", row => row.GetString(0)),
        Select("SELECT name, key, authority FROM enrollment_group ORDER BY name", Group),
        Select("SELECT * FROM enrollment ORDER BY registration_id", Enrollment),
        Select("SELECT registration_id, operation_id, result FROM registration ORDER BY registration_id", row => new SavedRegistration(row.GetString(0), row.GetString(1), row.GetString(2))),
        Select("SELECT * FROM device ORDER BY number", Device));

    private static EnrollmentGroup Group(SqliteDataReader row) => new(row.GetString(0), Text(row, "key"), Text(row, "authority") is { } pem ? CertificateText.Parse(pem) : null);

    private static Enrollment Enrollment(SqliteDataReader row) => new()
    {
        RegistrationId = Text(row, "registration_id")!,
        DeviceId = Text(row, "device_id"),
        PrimaryKey = Text(row, "primary_key")!,
        CertificatePem = Text(row, "certificate"),
        SecondaryCertificatePem = Text(row, "secondary_certificate"),
        PayloadJson = Text(row, "payload"),
        AssignedHub = Text(row, "assigned_hub"),
        Outcome = (RegistrationOutcome)Number(row, "outcome"),
        ErrorCode = (int)Number(row, "error_code"),
        ErrorMessage = Text(row, "error_message"),
    };

    private SavedDevice Device(SqliteDataReader row)
    {
        long number = Number(row, "number");
        var attestation = new SavedAttestation(
            Text(row, "primary_key"), Text(row, "secondary_key"), Text(row, "certificate"), Text(row, "secondary_certificate"), Text(row, "common_name"));
        var identity = new SavedIdentity(
            Text(row, "device_id")!, attestation, Number(row, "is_enabled") != 0, Text(row, "model_id"), Text(row, "id_scope"), Text(row, "payload"), Text(row, "assigned_hub"),
            Number(row, "has_session") != 0, row.IsDBNull(row.GetOrdinal("message_qos")) ? null : (int)Number(row, "message_qos"));
        var twin = new SavedTwin(Text(row, "desired")!, Number(row, "desired_version"), Text(row, "reported")!, Number(row, "reported_version"));
        return new SavedDevice(
            number, identity, twin, Number(row, "telemetry_count"),
            Select("SELECT * FROM telemetry WHERE device = $1 ORDER BY number", Telemetry, number),
            Select("SELECT * FROM message WHERE device = $1 ORDER BY number", Message, number));
    }

    private static TelemetryMessage Telemetry(SqliteDataReader row) => new()
    {
        Number = Number(row, "number"),
        Payload = row.GetFieldValue<byte[]>(row.GetOrdinal("payload")),
        Topic = Text(row, "topic")!,
        Properties = SavedProperties.Read(Text(row, "properties")!),
        SystemProperties = SavedProperties.Read(Text(row, "system_properties")!),
        ArrivedAt = new DateTimeOffset(Number(row, "arrived_at_ticks"), TimeSpan.Zero),
        QualityOfService = (int)Number(row, "qos"),
        IsDuplicate = Number(row, "is_duplicate") != 0,
        IsWill = Number(row, "is_will") != 0,
        PacketId = (int)Number(row, "packet_id"),
    };

    private static CloudToDeviceMessage Message(SqliteDataReader row) =>
        new(Number(row, "number"), row.GetFieldValue<byte[]>(row.GetOrdinal("payload")), SavedProperties.Read(Text(row, "properties")!))
        {
            MessageId = Text(row, "message_id")!,
            DeliveryCount = (int)Number(row, "delivery_count"),
        };

    private List<T> Select<T>(string sql, Func<SqliteDataReader, T> create, long? device = null)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        if (device is { } number)
        {
            command.Parameters.AddWithValue("$1", number);
        }

        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read())
        {
            rows.Add(create(reader));
        }

        return rows;
    }

    private static string? Text(SqliteDataReader row, string column) => row.GetOrdinal(column) is var ordinal && row.IsDBNull(ordinal) ? null : row.GetString(ordinal);

    private static long Number(SqliteDataReader row, string column) => row.GetInt64(row.GetOrdinal(column));
}
