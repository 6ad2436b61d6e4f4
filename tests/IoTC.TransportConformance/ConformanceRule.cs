using System;
using System.Threading.Tasks;

namespace IoTC.Conformance;

/// <summary>One rule of the contract of <typeparamref name="T"/>, with the check that holds it.</summary>
/// <typeparam name="T">ITransport or IAsyncTransport.</typeparam>
/// <param name="Name">The rule in words.</param>
/// <param name="RunAsync">Fails with any exception when the rule is broken.</param>
public sealed record ConformanceRule<T>(string Name, Func<Func<T>, ConformanceEndpoint, Task> RunAsync)
{
    /// <summary>Checks the rule with fresh transports.</summary>
    /// <exception cref="TransportConformanceException">The rule is broken.</exception>
    public async Task CheckAsync(Func<T> create, ConformanceEndpoint endpoint)
    {
        try
        {
            await RunAsync(create, endpoint);
        }
        catch (Exception e) when (e is not TransportConformanceException { Rule.Length: > 0 })
        {
            throw new TransportConformanceException(Name, e.Message, e);
        }
    }

    public override string ToString() => Name;
}
