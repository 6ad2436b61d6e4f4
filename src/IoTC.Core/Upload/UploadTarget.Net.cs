using System;
using IoTC.Buffers;
using IoTC.Json;
using IoTC.Provisioning;

namespace IoTC.Upload;

/// <summary>Where the hub wants a file to be stored. Holds a SAS token: never shown.</summary>
internal sealed class UploadTarget
{
    private const int HttpsPort = 443;
    private const int MaxTokenLength = 4096;

    private UploadTarget(string correlationId, string host, int port, string path, string token)
    {
        CorrelationId = correlationId;
        Host = host;
        Port = port;
        Path = path;
        Token = token;
    }

    /// <summary>The hub's name of this upload.</summary>
    public string CorrelationId { get; }

    public string Host { get; }

    public int Port { get; }

    /// <summary>Container and blob, encoded: <c>/container/device/name</c>.</summary>
    public string Path { get; }

    /// <summary>The query that gives access, without <c>?</c>.</summary>
    public string Token { get; }

    /// <summary>Whether another target is the same blob.</summary>
    public bool IsSameBlob(UploadTarget other) => Host == other.Host && Port == other.Port && Path == other.Path;

    /// <summary>Reads the hub's answer; <see langword="null"/> when it is none.</summary>
    /// <remarks><c>{"correlationId":"…","hostName":"x.blob.core.windows.net","containerName":"…","blobName":"device/name","sasToken":"?sv=…"}</c></remarks>
    public static UploadTarget? Read(byte[] body, int count)
    {
        if (!JsonText.IsObject(body, 0, count) || !JsonValue.TryParse(body, 0, count, out JsonValue json)) return null;
        string correlationId = Text(json, "correlationId");
        string host = Text(json, "hostName");
        string container = Text(json, "containerName");
        string blob = Text(json, "blobName");
        string token = Text(json, "sasToken");
        token = token.StartsWith('?') ? token[1..] : token;
        bool isComplete = correlationId.Length > 0 && container.Length > 0 && blob.Length > 0 && AssignmentRules.IsHost(host);
        bool isToken = token.Length is > 0 and <= MaxTokenLength && token.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 && !token.Contains('#');
        if (!isComplete || !isToken || !TrySplit(ref host, out int port)) return null;
        var path = new ByteBuffer(256, 16 * 1024);
        foreach (string segment in (container + "/" + blob).Split('/'))
        {
            path.Append('/');
            PercentEncoding.Encode(segment, path);
        }

        return path.Overflowed ? null : new UploadTarget(correlationId, host, port, path.GetString(), token);
    }

    /// <summary>The host; never the token.</summary>
    public override string ToString() => Host;

    private static string Text(JsonValue json, string name)
        => json.TryGetProperty(name, out JsonValue value) && value.Type == JsonTokenType.String ? value.GetString() : "";

    private static bool TrySplit(ref string host, out int port)
    {
        port = HttpsPort;
        int colon = host.LastIndexOf(':');
        if (colon < 0 || host.IndexOf(':') != colon) return true;
        bool isPort = int.TryParse(host.AsSpan(colon + 1), System.Globalization.NumberStyles.None, null, out port) && port is > 0 and <= 65535;
        host = host[..colon];
        return isPort && host.Length > 0;
    }
}
