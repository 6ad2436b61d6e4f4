using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace IoTC.Emulator.Hub;

/// <summary>The subscriptions of one connection, at QoS 0 or 1; only the hub's five kinds exist.</summary>
internal sealed class SubscriptionSet(string deviceId)
{
    private const string TwinResponses = "$iothub/twin/res/#";
    private const string DesiredPatches = "$iothub/twin/PATCH/properties/desired/#";
    private const string Methods = "$iothub/methods/POST/#";
    private const string Credentials = "$iothub/credentials/res/#";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _filters = new(StringComparer.Ordinal);
    private readonly string _messages = $"devices/{deviceId}/messages/devicebound/#";
    private readonly string _anyMessages = "devices/+/messages/devicebound/#";

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _filters.Count;
            }
        }
    }

    /// <summary>The granted QoS for cloud-to-device messages; null when not subscribed.</summary>
    public int? MessageQos => Qos(_messages) ?? Qos(_anyMessages);

    public int? TwinResponseQos => Qos(TwinResponses);

    public int? DesiredQos => Qos(DesiredPatches);

    public int? MethodQos => Qos(Methods);

    public bool HasFilter(string prefix)
    {
        lock (_gate)
        {
            return _filters.Keys.Any(filter => filter.StartsWith(prefix, StringComparison.Ordinal));
        }
    }

    /// <summary>Adds a filter.</summary>
    /// <returns>The granted QoS (2 becomes 1), or <see cref="ILinkRole.Refused"/>.</returns>
    public int Add(string filter, int qos)
    {
        bool known = filter == _messages || filter == _anyMessages || filter is TwinResponses or DesiredPatches or Methods or Credentials;
        if (!known)
        {
            return ILinkRole.Refused;
        }

        lock (_gate)
        {
            return _filters[filter] = Math.Min(qos, 1);
        }
    }

    public void Remove(string filter)
    {
        lock (_gate)
        {
            _filters.Remove(filter);
        }
    }

    /// <summary>A kept session brings its cloud-to-device subscription back.</summary>
    public void RestoreMessages(int? qos)
    {
        if (qos is { } granted)
        {
            Add(_messages, granted);
        }
    }

    private int? Qos(string filter)
    {
        lock (_gate)
        {
            return _filters.TryGetValue(filter, out int qos) ? qos : null;
        }
    }
}
