using System;
using System.Threading.Tasks;

namespace IoTC.Bench.EndToEnd;

/// <summary>One way to send a message and to wait for its PUBACK.</summary>
internal abstract class Contender : IAsyncDisposable
{
    public const string Topic = "devices/thermostat-1/messages/events/$.ct=application%2Fjson&$.ce=utf-8&level=info/";

    public static readonly byte[] Payload = new byte[256];

    public abstract string Name { get; }

    public abstract Task ConnectAsync(int port);

    /// <summary>One at a time; ticks of each go to the array.</summary>
    public abstract Task RunAsync(long[] ticks, int count);

    /// <summary>So many at once.</summary>
    public virtual Task RunWindowAsync(int window, int count) => throw new NotSupportedException();

    public abstract ValueTask DisposeAsync();
}
