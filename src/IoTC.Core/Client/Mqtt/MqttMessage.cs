using IoTC.Buffers;

namespace IoTC.Mqtt;

/// <summary>A received message: a view, valid until the handler returns (an awaited one: until it completes). The object is used again for others.</summary>
public sealed partial class MqttMessage
{
    private byte[] _topicBytes = Bytes.Empty;
    private string _topic = "";

    /// <summary>The array that the ranges point into.</summary>
    public byte[] Buffer { get; private set; } = Bytes.Empty;

    /// <summary>Index of the first byte of the Topic Name, UTF-8.</summary>
    public int TopicOffset { get; private set; }

    /// <summary>Length of the Topic Name in bytes.</summary>
    public int TopicCount { get; private set; }

    /// <summary>Index of the first byte of the payload.</summary>
    public int PayloadOffset { get; private set; }

    /// <summary>Length of the payload in bytes.</summary>
    public int PayloadCount { get; private set; }

    /// <summary>The QoS it came with: the lower one of the sender's and the subscription's.</summary>
    public MqttQualityOfService QoS { get; private set; }

    /// <summary>Whether it is the topic's retained message, sent because of a new subscription.</summary>
    public bool Retain { get; private set; }

    /// <summary>Whether the server sends it again.</summary>
    public bool Dup { get; private set; }

    /// <summary>The Topic Name; decoded when it is asked for, and kept while messages of the same topic follow.</summary>
    public string Topic
    {
        get
        {
            if (Bytes.AreEqual(Buffer, TopicOffset, TopicCount, _topicBytes)) return _topic;
            _topicBytes = Bytes.ToArray(Buffer, TopicOffset, TopicCount);
            _topic = Utf8.GetString(Buffer, TopicOffset, TopicCount);
            return _topic;
        }
    }

    /// <summary>The payload as UTF-8 text; allocates.</summary>
    public string GetPayloadString() => Utf8.GetString(Buffer, PayloadOffset, PayloadCount);

    /// <summary>A copy of the payload.</summary>
    public byte[] GetPayload() => Bytes.ToArray(Buffer, PayloadOffset, PayloadCount);

    /// <summary>Shows what an event shows.</summary>
    internal void Show(MqttEvent source)
    {
        Take(source);
        Buffer = source.Buffer;
        TopicOffset = source.TopicOffset;
        PayloadOffset = source.PayloadOffset;
    }

    /// <summary>Copies what an event shows to an array of this object.</summary>
    internal void CopyFrom(MqttEvent source)
    {
        Take(source);
        int count = source.TopicCount + source.PayloadCount;
        if (Buffer.Length < count) Buffer = new byte[Numbers.Max(64, count)];
        Bytes.Copy(source.Buffer, source.TopicOffset, Buffer, 0, source.TopicCount);
        Bytes.Copy(source.Buffer, source.PayloadOffset, Buffer, source.TopicCount, source.PayloadCount);
        TopicOffset = 0;
        PayloadOffset = source.TopicCount;
    }

    private void Take(MqttEvent source)
    {
        TopicCount = source.TopicCount;
        PayloadCount = source.PayloadCount;
        QoS = (MqttQualityOfService)source.QoS;
        Retain = source.Retain;
        Dup = source.Dup;
    }
}
