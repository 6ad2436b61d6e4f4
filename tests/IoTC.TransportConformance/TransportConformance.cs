using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using IoTC.Transport;

namespace IoTC.Conformance;

/// <summary>The contract of ITransport and IAsyncTransport as checks that any implementation can be held against.</summary>
public static partial class TransportConformance
{
    /// <summary>The rules of the blocking face, each of them a check of its own.</summary>
    public static IReadOnlyList<ConformanceRule<ITransport>> Rules { get; } =
    [
        Rule("bytes come back whole and in order", BytesComeBack),
        Rule("bytes come back through the smallest windows", SmallestWindows),
        Rule("Receive writes inside its window only", WritesInsideWindow),
        Rule("Receive of nothing answers 0 within its limit", NothingIsZero),
        Rule("an orderly end is Closed, after the last byte", OrderlyEnd),
        Rule("a cut connection is a negative status", CutConnection),
        Rule("a peer that does not read never holds Send beyond its limit", StalledPeer),
        Rule("a refused connection is Refused, with a reason", RefusedConnection),
        Rule("a name without address is NameNotResolved, with a reason", NameWithoutAddress),
        Rule("Open with no time answers at once, and goes on", OpenByPolling),
        Rule("an unanswered handshake is Pending until Close", UnansweredHandshake),
        Rule("Close is idempotent, and a closed transport answers negative", ClosedTransport),
        Rule("a transport opens again, many times", OpensAgain),
        Rule("misuse throws", MisuseThrows),
    ];

    /// <summary>The rules of the asynchronous face.</summary>
    public static IReadOnlyList<ConformanceRule<IAsyncTransport>> AsyncRules { get; } =
    [
        new("bytes come back whole and in order", BytesComeBackAsync),
        new("bytes come back through the smallest windows", SmallestWindowsAsync),
        new("an orderly end is Closed, after the last byte", OrderlyEndAsync),
        new("a cut connection is a negative status", CutConnectionAsync),
        new("a refused connection is Refused, with a reason", RefusedConnectionAsync),
        new("CloseAsync ends a waiting receive with a negative status", CloseEndsReceiveAsync),
        new("CloseAsync ends a waiting send with a negative status", CloseEndsSendAsync),
        new("CloseAsync ends an attempt to open with a negative status", CloseEndsOpenAsync),
        new("cancellation ends a waiting receive", CancelledReceiveAsync),
        new("cancellation ends an attempt to open", CancelledOpenAsync),
        new("CloseAsync is idempotent, and a closed transport answers negative", ClosedTransportAsync),
        new("a transport opens again, many times", OpensAgainAsync),
    ];

    /// <summary>Holds a transport against all rules of the blocking face.</summary>
    /// <exception cref="TransportConformanceException">Names the first broken rule.</exception>
    public static void Run(Func<ITransport> create, ConformanceEndpoint endpoint)
    {
        foreach (ConformanceRule<ITransport> rule in Rules)
        {
            rule.CheckAsync(create, endpoint).GetAwaiter().GetResult();
        }
    }

    /// <summary>Holds a transport against all rules of the asynchronous face.</summary>
    /// <exception cref="TransportConformanceException">Names the first broken rule.</exception>
    public static async Task RunAsync(Func<IAsyncTransport> create, ConformanceEndpoint endpoint)
    {
        foreach (ConformanceRule<IAsyncTransport> rule in AsyncRules)
        {
            await rule.CheckAsync(create, endpoint);
        }
    }

    private static ConformanceRule<ITransport> Rule(string name, Action<ITransport, ConformanceEndpoint> check) =>
        new(name, (create, endpoint) =>
        {
            ITransport transport = create();
            try
            {
                check(transport, endpoint);
                return Task.CompletedTask;
            }
            finally
            {
                transport.Close();
            }
        });
}
