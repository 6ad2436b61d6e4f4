using IoTC.Buffers;
using IoTC.Http;
using IoTC.Json;
using IoTC.Security;

namespace IoTC.Provisioning;

/// <summary>Writes the two HTTPS requests of a registration.</summary>
/// <remarks>
/// <code>
/// PUT /{idScope}/registrations/{registrationId}/register?api-version=V
/// GET /{idScope}/registrations/{registrationId}/operations/{operationId}?api-version=V
/// </code>
/// </remarks>
internal sealed class ProvisioningRequests
{
    private const int MaxRequestBytes = 16 * 1024;

    private readonly ProvisioningOptions _options;
    private readonly ByteBuffer _output = new ByteBuffer(512, MaxRequestBytes);
    private readonly ByteBuffer _scratch = new ByteBuffer(128, MaxRequestBytes);
    private readonly HttpRequestWriter _writer;

    public ProvisioningRequests(ProvisioningOptions options)
    {
        _options = options;
        _writer = new HttpRequestWriter(_output);
    }

    /// <summary>The request that was written last; it holds a token.</summary>
    public ByteBuffer Output => _output;

    public void WriteRegister(long utcSeconds)
    {
        Begin("PUT", "register", "", utcSeconds);
        byte[] body = CreateBody();
        _writer.Header("Content-Type", "application/json; charset=utf-8");
        _writer.EndWithBody(body, 0, body.Length);
    }

    public void WritePoll(string operationId, long utcSeconds)
    {
        Begin("GET", "operations/", operationId, utcSeconds);
        _writer.End();
    }

    /// <summary>A request that says nothing about the device.</summary>
    public void WriteDateOnly()
    {
        _output.Wipe();
        _writer.Begin("GET", "/", _options.Host, _options.Port);
        _writer.End();
    }

    private void Begin(string method, string verb, string operationId, long utcSeconds)
    {
        _output.Wipe();
        _scratch.Clear();
        _scratch.Append('/');
        PercentEncoding.Encode(_options.IdScope, _scratch);
        _scratch.Append("/registrations/");
        PercentEncoding.Encode(_options.RegistrationId, _scratch);
        _scratch.Append('/');
        _scratch.Append(verb);
        PercentEncoding.Encode(operationId, _scratch);
        _scratch.Append("?api-version=");
        PercentEncoding.Encode(_options.ApiVersion, _scratch);
        _writer.Begin(method, _scratch.GetString(), _options.Host, _options.Port);
        _writer.Header("Accept", "application/json");
        _writer.Header("User-Agent", "IoTC/0.1");
        if (_options.Signer == null) return;

        string resource = _options.IdScope + "/registrations/" + _options.RegistrationId;
        _writer.Header("Authorization", SharedAccessSignature.Create(resource, utcSeconds + _options.TokenLifetimeSeconds, _options.Signer, "registration"));
    }

    /// <summary>The body of a registration, over HTTPS or MQTT.</summary>
    public byte[] CreateBody()
    {
        var json = new JsonWriter(128, MaxRequestBytes);
        json.WriteStartObject();
        json.WriteString("registrationId", _options.RegistrationId);
        if (_options.ModelId.Length > 0)
        {
            json.WritePropertyName("payload");
            json.WriteStartObject();
            json.WriteString("modelId", _options.ModelId);
            CopyMembers(json, Utf8.GetBytes(_options.Payload));
            json.WriteEndObject();
        }
        else if (_options.Payload.Length > 0)
        {
            json.WriteRaw("payload", _options.Payload);
        }

        json.WriteEndObject();
        return Bytes.ToArray(json.Buffer, 0, json.Count);
    }

    private static void CopyMembers(JsonWriter json, byte[] text)
    {
        var reader = new JsonReader();
        reader.Reset(text, 0, text.Length);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            json.WriteRawPropertyName(text, reader.ValueOffset, reader.ValueCount);
            reader.GetRawValue(out int offset, out int count);
            json.WriteRawValue(text, offset, count);
        }
    }
}
