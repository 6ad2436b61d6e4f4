using System;

namespace IoTC.Hub;

/// <summary>The message properties of a component's telemetry: its name (<c>$.sub</c>), encoded once, and behind it what a message has of its own.</summary>
internal sealed class ComponentProperties
{
    private readonly MessageProperties _properties = new MessageProperties();
    private readonly int _nameCount;

    public ComponentProperties(string name)
    {
        _properties.Add("$.sub", name);
        _nameCount = _properties.Encoded.Count;
    }

    /// <summary>Puts both together, in one object that the next call fills again.</summary>
    public MessageProperties With(MessageProperties? properties)
    {
        _properties.KeepFirst(1, _nameCount);
        _properties.QoS = 1;
        if (properties == null) return _properties;
        Check(properties);
        _properties.AddAll(properties);
        return _properties;
    }

    /// <summary>Looks at what a message has of its own.</summary>
    /// <exception cref="ArgumentException">It names a component too.</exception>
    public static void Check(MessageProperties? properties)
    {
        if (properties != null && properties.HasComponent) throw new ArgumentException("The message's properties name a component ($.sub), and it is sent from one.");
    }
}
