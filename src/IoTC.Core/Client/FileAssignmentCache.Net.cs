using System;
using System.IO;
using System.Text.Json;

namespace IoTC;

/// <summary>Keeps the assignment in a JSON file, which is replaced as a whole: an interruption leaves the old one or the new one.</summary>
/// <remarks>
/// No key and no token is in it; the payload of a custom allocation is, so only the file's owner may read it. One file for each device. A file that cannot be read is
/// reported by <see cref="Load"/> with an exception, which the client logs; it is replaced after the next registration.
/// </remarks>
public sealed class FileAssignmentCache : IAssignmentCache
{
    private const int Version = 1;

    // An assignment has a few hundred bytes, and its payload 8 KB at most.
    private const int MaxBytes = 64 * 1024;

    private readonly string _path;

    /// <summary>Names the file; nothing is read or written yet.</summary>
    /// <param name="path">Its folder is made when there is none.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public FileAssignmentCache(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = Path.GetFullPath(path);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged, or none of these.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public DeviceAssignment? Load()
    {
        var file = new FileInfo(_path);
        if (!file.Exists) return null;
        if (file.Length > MaxBytes) throw new InvalidDataException("The file is too long for an assignment.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(_path));
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or System.Collections.Generic.KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("The file holds no assignment.");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">It cannot be written; the file before stays.</exception>
    public void Store(DeviceAssignment assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(_path)!);
        string written = _path + ".new";
        try
        {
            File.Delete(written);
            using (FileStream file = PrivateFiles.Open(written, FileMode.CreateNew, FileAccess.Write, FileShare.Read))
            {
                Write(file, assignment);
                file.Flush(flushToDisk: true);
            }

            File.Move(written, _path, overwrite: true);
        }
        catch
        {
            File.Delete(written);
            throw;
        }
    }

    private static void Write(Stream file, DeviceAssignment assignment)
    {
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("configuredIdScope", assignment.ConfiguredIdScope);
        json.WriteString("idScope", assignment.IdScope);
        json.WriteString("registrationId", assignment.RegistrationId);
        json.WriteString("hub", assignment.HubHost);
        json.WriteString("deviceId", assignment.DeviceId);
        json.WriteString("substatus", assignment.Substatus);
        json.WriteString("payload", assignment.PayloadJson);
        json.WriteNumber("clockOffsetSeconds", assignment.ClockOffsetSeconds);
        json.WriteEndObject();
    }

    private static DeviceAssignment Read(JsonElement json)
    {
        if (json.GetProperty("version").GetInt32() != Version) throw new InvalidDataException("The file is of another version.");
        return new DeviceAssignment
        {
            ConfiguredIdScope = Text("configuredIdScope"),
            IdScope = Text("idScope"),
            RegistrationId = Text("registrationId"),
            HubHost = Text("hub"),
            DeviceId = Text("deviceId"),
            Substatus = Text("substatus"),
            PayloadJson = Text("payload"),
            ClockOffsetSeconds = json.GetProperty("clockOffsetSeconds").GetInt64(),
        };

        string Text(string name) => json.GetProperty(name).GetString() ?? throw new InvalidDataException("The file holds no assignment.");
    }
}
