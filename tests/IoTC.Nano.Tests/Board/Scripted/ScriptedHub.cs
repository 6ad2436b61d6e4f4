using IoTC.Buffers;
using IoTC.Transport;

namespace IoTC.Nano.Tests.Scripted;

/// <summary>An IoT Hub in memory, for one device: it reads MQTT on its own, grants, acknowledges and answers.</summary>
internal sealed class ScriptedHub
{
    private readonly ByteBuffer _out;
    private int _at;

    public ScriptedHub(ByteBuffer output) => _out = output;

    /// <summary>Every PUBLISH of the device: topic, a blank, payload, a line end.</summary>
    public string Log { get; private set; } = "";

    public string UserName { get; private set; } = "";

    public string Password { get; private set; } = "";

    public int Connects { get; private set; }

    public int Publishes { get; private set; }

    public int Acknowledged { get; private set; }

    public int RefusingCode { get; set; }

    public bool IsSilent { get; set; }

    /// <summary>False: counts only, so that nothing but the client allocates.</summary>
    public bool Logs { get; set; } = true;

    /// <summary>Set when the hub ends the connection.</summary>
    public int EndStatus { get; set; }

    public string Twin { get; set; } = "{\"desired\":{\"targetTemperature\":22.5,\"$version\":3},\"reported\":{\"$version\":1}}";

    /// <summary>Handles one packet, and tells how many bytes it was; 0 when it is not whole.</summary>
    public int Handle(byte[] bytes, int count)
    {
        int length = 0;
        int header = 1;
        for (int shift = 0; ; shift += 7, header++)
        {
            if (header >= count) return 0;
            length |= (bytes[header] & 127) << shift;
            if (bytes[header] < 128) break;
        }

        header++;
        if (count < header + length) return 0;
        _at = header;
        if (!IsSilent) Answer(bytes, bytes[0], header + length);
        return header + length;
    }

    /// <summary>Publishes to the device.</summary>
    public void Publish(string topic, string payload, int qos)
    {
        byte[] name = Check.Utf8(topic);
        byte[] body = Check.Utf8(payload);
        int length = 2 + name.Length + (qos > 0 ? 2 : 0) + body.Length;
        _out.Append((byte)(0x30 | (qos << 1)));
        if (length > 127) _out.Append((byte)((length & 127) | 128));
        _out.Append((byte)(length > 127 ? length >> 7 : length));
        AppendNumber(name.Length);
        _out.Append(name);
        if (qos > 0) AppendNumber(77);
        _out.Append(body);
    }

    private void Answer(byte[] bytes, int first, int end)
    {
        switch (first >> 4)
        {
            case 1:
                Connects++;
                _at += 10;
                ReadText(bytes);
                UserName = ReadText(bytes);
                Password = ReadText(bytes);
                Append4(0x20, 2, 0, RefusingCode);
                if (RefusingCode > 0) EndStatus = TransportStatus.Closed;
                break;
            case 3:
                HandlePublish(bytes, (first >> 1) & 3, end);
                break;
            case 4:
                Acknowledged++;
                break;
            case 8:
                Subscribe(bytes, end);
                break;
            case 12:
                _out.Append(0xD0);
                _out.Append((byte)0);
                break;
            case 14:
                EndStatus = TransportStatus.Closed;
                break;
        }
    }

    private void Subscribe(byte[] bytes, int end)
    {
        int packetId = ReadNumber(bytes);
        int mark = _out.Count;
        Append4(0x90, 0, packetId >> 8, packetId & 255);
        int filters = 0;
        while (_at < end)
        {
            int length = ReadNumber(bytes);
            _at += length;
            _out.Append(bytes[_at++]);
            filters++;
        }

        _out.Array[mark + 1] = (byte)(2 + filters);
    }

    private void HandlePublish(byte[] bytes, int qos, int end)
    {
        Publishes++;
        int topicCount = ReadNumber(bytes);
        int topicOffset = _at;
        _at += topicCount;
        if (qos > 0)
        {
            int packetId = ReadNumber(bytes);
            Append4(0x40, 2, packetId >> 8, packetId & 255);
        }

        if (!Logs) return;
        string topic = Check.Text(bytes, topicOffset, topicCount);
        Log += topic + " " + Check.Text(bytes, _at, end - _at) + "\n";
        int request = topic.IndexOf("?$rid=");
        if (topic.IndexOf("$iothub/twin/GET/") == 0) Publish("$iothub/twin/res/200/" + topic.Substring(request), Twin, 0);
        else if (topic.IndexOf("$iothub/twin/PATCH/properties/reported/") == 0) Publish("$iothub/twin/res/204/" + topic.Substring(request) + "&$version=2", "", 0);
    }

    private string ReadText(byte[] bytes)
    {
        int count = ReadNumber(bytes);
        string text = Check.Text(bytes, _at, count);
        _at += count;
        return text;
    }

    private int ReadNumber(byte[] bytes)
    {
        _at += 2;
        return (bytes[_at - 2] << 8) | bytes[_at - 1];
    }

    private void AppendNumber(int value)
    {
        _out.Append((byte)(value >> 8));
        _out.Append((byte)value);
    }

    private void Append4(int a, int b, int c, int d)
    {
        _out.Append((byte)a);
        _out.Append((byte)b);
        _out.Append((byte)c);
        _out.Append((byte)d);
    }
}
