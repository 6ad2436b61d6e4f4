using System;
using System.Collections.Generic;
using System.Globalization;
using IoTC.Emulator.Provisioning;
using Microsoft.Data.Sqlite;

namespace IoTC.Emulator.State;

/// <summary>The writes to a data file; one thread at a time, each within a transaction.</summary>
/// <param name="connection">The open file.</param>
/// <param name="keptTelemetry">How many messages of a device stay.</param>
internal sealed class StateTables(SqliteConnection connection, int keptTelemetry) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);   // prepared, by their text

    public void Begin() => Execute("BEGIN IMMEDIATE");

    public void Commit() => Execute("COMMIT");

    public void AddIdScope(string name) => Execute("INSERT OR IGNORE INTO id_scope VALUES ($1)", name);

    public void SetGroup(EnrollmentGroup group) => Execute("INSERT OR REPLACE INTO enrollment_group VALUES ($1, $2, $3)", group.Name, group.Key, group.Authority?.ExportCertificatePem());

    public void DeleteGroup(string name) => Execute("DELETE FROM enrollment_group WHERE name = $1", name);

    /// <summary>As it is now: a change meanwhile has its own turn later.</summary>
    public void SetEnrollment(Enrollment enrollment) =>
        Execute(
            "INSERT OR REPLACE INTO enrollment VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            enrollment.RegistrationId, enrollment.DeviceId, enrollment.PrimaryKey, enrollment.CertificatePem, enrollment.SecondaryCertificatePem,
            enrollment.PayloadJson, enrollment.AssignedHub, (int)enrollment.Outcome, enrollment.ErrorCode, enrollment.ErrorMessage);

    public void DeleteEnrollment(string registrationId) => Execute("DELETE FROM enrollment WHERE registration_id = $1", registrationId);

    public void SetRegistration(SavedRegistration registration) =>
        Execute("INSERT OR REPLACE INTO registration VALUES ($1, $2, $3)", registration.RegistrationId, registration.OperationId, registration.ResultJson);

    public void AddDevice(long number, SavedIdentity identity)
    {
        Execute("INSERT INTO device (number, device_id, is_enabled, has_session) VALUES ($1, $2, 1, 0)", number, identity.DeviceId);
        SetDevice(number, identity);
    }

    public void SetDevice(long number, SavedIdentity identity) =>
        Execute(
            """
            UPDATE device SET primary_key = $2, secondary_key = $3, certificate = $4, secondary_certificate = $5, common_name = $6,
              is_enabled = $7, model_id = $8, id_scope = $9, payload = $10, assigned_hub = $11, has_session = $12, message_qos = $13
            WHERE number = $1
            """,
            number,
            identity.Attestation.PrimaryKey, identity.Attestation.SecondaryKey, identity.Attestation.Certificate, identity.Attestation.SecondaryCertificate, identity.Attestation.CommonName,
            identity.IsEnabled, identity.ModelId, identity.IdScope, identity.PayloadJson, identity.AssignedHub, identity.HasSession, identity.MessageQos);

    public void DeleteDevice(long number) => Execute("DELETE FROM device WHERE number = $1", number);

    public void SetDesired(long device, string json, long version) => Execute("UPDATE device SET desired = $2, desired_version = $3 WHERE number = $1", device, json, version);

    public void SetReported(long device, string json, long version) => Execute("UPDATE device SET reported = $2, reported_version = $3 WHERE number = $1", device, json, version);

    public void AddMessage(long device, CloudToDeviceMessage message) =>
        Execute(
            "INSERT INTO message SELECT number, $2, $3, $4, $5, 0 FROM device WHERE number = $1",
            device, message.Number, message.MessageId, message.Payload.ToArray(), SavedProperties.Write(message.Properties));

    public void SetDeliveryCount(long device, long message, int count) => Execute("UPDATE message SET delivery_count = $3 WHERE device = $1 AND number = $2", device, message, count);

    public void DeleteMessage(long device, long message) => Execute("DELETE FROM message WHERE device = $1 AND number = $2", device, message);

    public void AddTelemetry(long device, TelemetryMessage message)
    {
        Execute("UPDATE device SET telemetry_count = $2 WHERE number = $1", device, message.Number);
        Execute(
            "INSERT INTO telemetry SELECT number, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM device WHERE number = $1",
            device, message.Number, message.Payload.ToArray(), message.Topic, SavedProperties.Write(message.Properties), SavedProperties.Write(message.SystemProperties),
            message.ArrivedAt.UtcTicks, message.QualityOfService, message.IsDuplicate, message.IsWill, message.PacketId);
        Execute("DELETE FROM telemetry WHERE device = $1 AND number <= $2", device, message.Number - keptTelemetry);
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in _commands.Values)
        {
            command.Dispose();
        }
    }

    private void Execute(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out SqliteCommand? command))
        {
            _commands[sql] = command = connection.CreateCommand();
            command.CommandText = sql;
        }

        for (int i = 0; i < values.Length; i++)
        {
            object value = values[i] ?? DBNull.Value;
            if (command.Parameters.Count == i)
            {
                command.Parameters.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), value));
            }
            else
            {
                command.Parameters[i].Value = value;
            }
        }

        command.ExecuteNonQuery();
    }
}
