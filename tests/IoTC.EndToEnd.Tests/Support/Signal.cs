using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace IoTC.EndToEnd.Tests.Support;

/// <summary>Things that happen elsewhere, waited for one by one, with a time limit.</summary>
internal sealed class Signal<T>
{
    private readonly Channel<T> _channel = Channel.CreateUnbounded<T>();

    public void Set(T value) => _channel.Writer.TryWrite(value);

    public Task<T> NextAsync() => NextAsync(static _ => true);

    /// <summary>The next one that is wanted; others are passed over.</summary>
    public async Task<T> NextAsync(Predicate<T> isWanted)
    {
        var passed = new List<T>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        try
        {
            while (true)
            {
                T value = await _channel.Reader.ReadAsync(limit.Token);
                if (isWanted(value)) return value;
                passed.Add(value);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No {typeof(T).Name} came that was waited for, only: {string.Join(" | ", passed)}");
        }
    }
}
