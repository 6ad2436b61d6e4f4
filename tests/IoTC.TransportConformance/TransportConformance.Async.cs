using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport;

namespace IoTC.Conformance;

public static partial class TransportConformance
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(Expect.PatienceMs);

    private static async Task BytesComeBackAsync(Func<IAsyncTransport> create, ConformanceEndpoint endpoint)
    {
        IAsyncTransport transport = create();
        await Exchange.OpenAsync(transport, endpoint);
        foreach (int length in new[] { 1, 2, 100, 4_096, 16_384, 16_385, 1_000_000 })
        {
            await EchoAsync(transport, length, windowSize: 65_536);
        }

        await transport.CloseAsync();
    }

    private static async Task SmallestWindowsAsync(Func<IAsyncTransport> create, ConformanceEndpoint endpoint)
    {
        IAsyncTransport transport = create();
        await Exchange.OpenAsync(transport, endpoint);
        await EchoAsync(transport, 3_000, windowSize: 1);
        await EchoAsync(transport, 3_000, windowSize: 7);
        await transport.CloseAsync();
    }

    private static async Task OpensAgainAsync(Func<IAsyncTransport> create, ConformanceEndpoint endpoint)
    {
        IAsyncTransport transport = create();
        for (int i = 0; i < 20; i++)
        {
            await Exchange.OpenAsync(transport, endpoint);
            await EchoAsync(transport, 10, windowSize: 16);
            await transport.CloseAsync();
        }
    }

    /// <summary>Sends and receives at the same time: the echo fills both directions.</summary>
    private static async Task EchoAsync(IAsyncTransport transport, int length, int windowSize)
    {
        byte[] bytes = Payload.OfLength(length);
        Task sending = Exchange.SendAllAsync(transport, bytes);
        Task<byte[]> receiving = Exchange.ReceiveAllAsync(transport, length, windowSize);
        await Task.WhenAll(sending, receiving).WaitAsync(Patience);
        byte[] echo = await receiving;
        Payload.ExpectEqual(bytes, echo);
    }

    private static async Task OrderlyEndAsync(Func<IAsyncTransport> create, ConformanceEndpoint endpoint)
    {
        IAsyncTransport transport = create();
        await Exchange.OpenAsync(transport, endpoint);
        byte[] bytes = [.. Payload.OfLength(20_000), EchoProtocol.EndInOrder];
        await Exchange.SendAllAsync(transport, bytes);
        byte[] echo = await Exchange.ReceiveAllAsync(transport, 20_000, windowSize: 4_096);
        Payload.ExpectEqual(bytes.AsSpan(0, 20_000), echo);
        Expect.Status(TransportStatus.Closed, await transport.ReceiveAsync(new byte[16], CancellationToken.None).AsTask().WaitAsync(Patience));
        await Exchange.OpenAsync(transport, endpoint);
        await transport.CloseAsync();
    }

    private static async Task CutConnectionAsync(Func<IAsyncTransport> create, ConformanceEndpoint endpoint)
    {
        IAsyncTransport transport = create();
        await Exchange.OpenAsync(transport, endpoint);
        await Exchange.SendAllAsync(transport, new[] { EchoProtocol.Cut });
        Expect.Negative(await transport.ReceiveAsync(new byte[16], CancellationToken.None).AsTask().WaitAsync(Patience));
        ExpectReason(transport);
        Expect.Negative(await transport.SendAsync(new byte[1], CancellationToken.None).AsTask().WaitAsync(Patience));
        await Exchange.OpenAsync(transport, endpoint);
        await transport.CloseAsync();
    }

    private static async Task RefusedConnectionAsync(Func<IAsyncTransport> create, ConformanceEndpoint endpoint)
    {
        IAsyncTransport transport = create();
        Expect.Status(TransportStatus.Refused, await transport.OpenAsync(endpoint.Host, endpoint.RefusingPort, CancellationToken.None).AsTask().WaitAsync(Patience));
        ExpectReason(transport);
        await Exchange.OpenAsync(transport, endpoint);
        await transport.CloseAsync();
    }
}
