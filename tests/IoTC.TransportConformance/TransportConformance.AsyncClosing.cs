using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport;

namespace IoTC.Conformance;

public static partial class TransportConformance
{
    private static async Task CloseEndsReceiveAsync(Func<IAsyncTransport> create, ConformanceEndpoint endpoint)
    {
        IAsyncTransport transport = create();
        await Exchange.OpenAsync(transport, endpoint);
        Task<int> receiving = transport.ReceiveAsync(new byte[16], CancellationToken.None).AsTask();
        await transport.CloseAsync().AsTask().WaitAsync(Patience);
        Expect.Negative(await receiving.WaitAsync(Patience));
    }

    private static async Task CloseEndsSendAsync(Func<IAsyncTransport> create, ConformanceEndpoint endpoint)
    {
        IAsyncTransport transport = create();
        await Exchange.OpenAsync(transport, endpoint);
        await Exchange.SendAllAsync(transport, new[] { EchoProtocol.StopReading });
        Task<int> sending = SendUntilEndedAsync(transport);
        await transport.CloseAsync().AsTask().WaitAsync(Patience);
        Expect.Negative(await sending.WaitAsync(Patience));
    }

    // A send may take what fits; sooner or later one waits.
    private static async Task<int> SendUntilEndedAsync(IAsyncTransport transport)
    {
        byte[] bytes = new byte[1 << 20];
        int taken;
        do
        {
            taken = await transport.SendAsync(bytes, CancellationToken.None);
        }
        while (taken > 0);

        return taken;
    }

    private static async Task CloseEndsOpenAsync(Func<IAsyncTransport> create, ConformanceEndpoint endpoint)
    {
        if (endpoint.SilentPort != 0)
        {
            IAsyncTransport transport = create();
            Task<int> opening = transport.OpenAsync(endpoint.Host, endpoint.SilentPort, CancellationToken.None).AsTask();
            await transport.CloseAsync().AsTask().WaitAsync(Patience);
            Expect.Negative(await opening.WaitAsync(Patience));
            await Exchange.OpenAsync(transport, endpoint);
            await transport.CloseAsync();
        }
    }

    private static async Task CancelledReceiveAsync(Func<IAsyncTransport> create, ConformanceEndpoint endpoint)
    {
        IAsyncTransport transport = create();
        await Exchange.OpenAsync(transport, endpoint);
        using CancellationTokenSource cancellation = new();
        Task<int> receiving = transport.ReceiveAsync(new byte[16], cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await ExpectCancelledAsync(receiving);
        await transport.CloseAsync();
        await Exchange.OpenAsync(transport, endpoint);
        await transport.CloseAsync();
    }

    private static async Task CancelledOpenAsync(Func<IAsyncTransport> create, ConformanceEndpoint endpoint)
    {
        IAsyncTransport transport = create();
        using CancellationTokenSource cancellation = new();
        if (endpoint.SilentPort != 0)
        {
            Task<int> opening = transport.OpenAsync(endpoint.Host, endpoint.SilentPort, cancellation.Token).AsTask();
            await cancellation.CancelAsync();
            await ExpectCancelledAsync(opening);
        }

        await cancellation.CancelAsync();
        await ExpectCancelledAsync(Task.Run(async () => await transport.OpenAsync(endpoint.Host, endpoint.Port, cancellation.Token)));
        await Exchange.OpenAsync(transport, endpoint);
        await transport.CloseAsync();
    }

    private static async Task ClosedTransportAsync(Func<IAsyncTransport> create, ConformanceEndpoint endpoint)
    {
        IAsyncTransport transport = create();
        await transport.CloseAsync();
        Expect.Negative(await transport.SendAsync(new byte[1], CancellationToken.None));
        Expect.Negative(await transport.ReceiveAsync(new byte[1], CancellationToken.None));
        await Exchange.OpenAsync(transport, endpoint);
        await Task.WhenAll(transport.CloseAsync().AsTask(), transport.CloseAsync().AsTask()).WaitAsync(Patience);
        Expect.Negative(await transport.SendAsync(new byte[1], CancellationToken.None));
        Expect.Negative(await transport.ReceiveAsync(new byte[1], CancellationToken.None));
    }

    private static async Task ExpectCancelledAsync(Task<int> call)
    {
        try
        {
            int result = await call.WaitAsync(Patience);
            throw new TransportConformanceException($"cancellation must throw; the answer was {result}");
        }
        catch (OperationCanceledException)
        {
        }
    }
}
