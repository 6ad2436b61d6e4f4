using System.Globalization;
using System.Text;
using IoTC.Buffers;
using IoTC.Http;
using IoTC.Json;

namespace IoTC.Upload;

/// <summary>Writes the requests of an upload: a head here, and a body beside it that is not copied.</summary>
/// <remarks>
/// <code>
/// POST /devices/{d}/files?api-version=V                           {"blobName":"…"}
/// PUT  /container/device/name?{sas}                               the file, when it fits into one block
/// PUT  /container/device/name?{sas}&amp;comp=block&amp;blockid=…  a block
/// PUT  /container/device/name?{sas}&amp;comp=blocklist            the list of the blocks
/// POST /devices/{d}/files/notifications?api-version=V             {"correlationId":"…","isSuccess":true,…}
/// </code>
/// </remarks>
internal sealed class UploadRequests
{
    private const int MaxHeadBytes = 32 * 1024;

    private readonly UploadOptions _options;
    private readonly HttpRequestWriter _writer;

    public UploadRequests(UploadOptions options)
    {
        _options = options;
        Head = new ByteBuffer(1024, MaxHeadBytes);
        _writer = new HttpRequestWriter(Head);
    }

    /// <summary>Request line and headers; holds a token.</summary>
    public ByteBuffer Head { get; }

    public byte[] Body { get; private set; } = [];

    public int BodyCount { get; private set; }

    /// <summary>Block ids have one length, and no character that a URI would have to encode.</summary>
    public static string BlockId(int index) => System.Convert.ToBase64String(Encoding.ASCII.GetBytes(index.ToString("D6", CultureInfo.InvariantCulture)));

    public void WriteGetUri()
    {
        var json = new JsonWriter(64, MaxHeadBytes);
        json.WriteStartObject();
        json.WriteString("blobName", _options.BlobName);
        json.WriteEndObject();
        WriteToHub("files", json);
    }

    public void WriteNotification(string correlationId, bool isSuccess, int statusCode, string description)
    {
        var json = new JsonWriter(128, MaxHeadBytes);
        json.WriteStartObject();
        json.WriteString("correlationId", correlationId);
        json.WriteBoolean("isSuccess", isSuccess);
        json.WriteNumber("statusCode", statusCode);
        json.WriteString("statusDescription", description);
        json.WriteEndObject();
        WriteToHub("files/notifications", json);
    }

    public void WritePutBlob(UploadTarget target, byte[] content, int count)
    {
        BeginPut(target, "");
        _writer.Header("x-ms-blob-type", "BlockBlob");
        _writer.Header("Content-Type", "application/octet-stream");
        EndWith(content, count);
    }

    public void WritePutBlock(UploadTarget target, int index, byte[] content, int count)
    {
        BeginPut(target, "&comp=block&blockid=" + BlockId(index));
        EndWith(content, count);
    }

    public void WritePutBlockList(UploadTarget target, int blocks)
    {
        var list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        for (int i = 0; i < blocks; i++) list.Append("<Latest>").Append(BlockId(i)).Append("</Latest>");
        byte[] body = Encoding.ASCII.GetBytes(list.Append("</BlockList>").ToString());
        BeginPut(target, "&comp=blocklist");
        _writer.Header("Content-Type", "application/xml");
        EndWith(body, body.Length);
    }

    /// <summary>Forgets the request and its token.</summary>
    public void Wipe()
    {
        Head.Wipe();
        Body = [];
        BodyCount = 0;
    }

    private void WriteToHub(string verb, JsonWriter json)
    {
        var target = new ByteBuffer(128, MaxHeadBytes);
        target.Append("/devices/");
        PercentEncoding.Encode(_options.DeviceId, target);
        target.Append('/');
        target.Append(verb);
        target.Append("?api-version=");
        PercentEncoding.Encode(_options.ApiVersion, target);
        Head.Wipe();
        _writer.Begin("POST", target.GetString(), _options.HubHost, _options.HubPort);
        _writer.Header("Accept", "application/json");
        _writer.Header("User-Agent", "IoTC/0.1");
        _writer.Header("Content-Type", "application/json; charset=utf-8");
        if (_options.CreateToken != null) _writer.Header("Authorization", _options.CreateToken());
        EndWith(json.Buffer, json.Count);
    }

    private void BeginPut(UploadTarget target, string query)
    {
        Head.Wipe();
        _writer.Begin("PUT", target.Path + "?" + target.Token + query, target.Host, target.Port);
        _writer.Header("User-Agent", "IoTC/0.1");
    }

    private void EndWith(byte[] body, int count)
    {
        _writer.EndBeforeBody(count);
        Body = body;
        BodyCount = count;
    }
}
