using System;
using IoTC.Transport;

namespace IoTC.Conformance;

public static partial class TransportConformance
{
    private static void OrderlyEnd(ITransport transport, ConformanceEndpoint endpoint)
    {
        Exchange.Open(transport, endpoint);
        byte[] bytes = [.. Payload.OfLength(20_000), EchoProtocol.EndInOrder];
        for (int sent = 0; sent < bytes.Length;)
        {
            int taken = transport.Send(bytes, sent, bytes.Length - sent, Expect.PatienceMs);
            Expect.That(taken > 0, $"Send answered {taken}");
            sent += taken;
        }

        byte[] window = new byte[4_096];
        int received = 0;
        int count;
        while ((count = Exchange.ReceiveDecided(transport, window)) > 0)
        {
            Payload.ExpectEqual(bytes.AsSpan(received, count), window.AsSpan(0, count));
            received += count;
        }

        Expect.Status(TransportStatus.Closed, count);
        Expect.That(received == bytes.Length - 1, $"{received} of {bytes.Length - 1} bytes came before the end");
        Expect.Negative(transport.Receive(window, 0, 1, 0));
        Exchange.Open(transport, endpoint);
    }

    private static void CutConnection(ITransport transport, ConformanceEndpoint endpoint)
    {
        Exchange.Open(transport, endpoint);
        Exchange.Command(transport, EchoProtocol.Cut);
        Expect.Negative(Exchange.ReceiveDecided(transport, new byte[16]));
        ExpectReason(transport);
        Expect.Negative(transport.Send(new byte[1], 0, 1, 0));
        Expect.Negative(transport.Receive(new byte[1], 0, 1, 0));
        Exchange.Open(transport, endpoint);
    }

    private static void RefusedConnection(ITransport transport, ConformanceEndpoint endpoint)
    {
        Expect.Status(TransportStatus.Refused, Exchange.OpenUntilDecided(transport, endpoint.Host, endpoint.RefusingPort));
        ExpectReason(transport);
        Exchange.Open(transport, endpoint);
    }

    private static void NameWithoutAddress(ITransport transport, ConformanceEndpoint endpoint)
    {
        Expect.Status(TransportStatus.NameNotResolved, Exchange.OpenUntilDecided(transport, "no-such-host.invalid", endpoint.Port));
        ExpectReason(transport);
        Exchange.Open(transport, endpoint);
    }

    private static void OpenByPolling(ITransport transport, ConformanceEndpoint endpoint)
    {
        int status = Expect.Within(0, () => transport.Open(endpoint.Host, endpoint.Port, 0));
        Expect.That(status is TransportStatus.Pending or TransportStatus.Ok, $"Open answered {status}");
        if (status == TransportStatus.Pending)
        {
            Exchange.Open(transport, endpoint);
        }

        byte[] bytes = Payload.OfLength(10);
        Payload.ExpectEqual(bytes, Exchange.Echo(transport, bytes, windowSize: 16));
    }

    private static void UnansweredHandshake(ITransport transport, ConformanceEndpoint endpoint)
    {
        if (endpoint.SilentPort != 0)
        {
            Expect.Status(TransportStatus.Pending, Expect.Within(100, () => transport.Open(endpoint.Host, endpoint.SilentPort, 100)));
            Expect.Status(TransportStatus.Pending, Expect.Within(0, () => transport.Open(endpoint.Host, endpoint.SilentPort, 0)));
            Expect.Within(0, () =>
            {
                transport.Close();
                return 0;
            });
            Exchange.Open(transport, endpoint);
        }
    }

    private static void ClosedTransport(ITransport transport, ConformanceEndpoint endpoint)
    {
        transport.Close();
        Expect.Negative(transport.Send(new byte[1], 0, 1, 0));
        Expect.Negative(transport.Receive(new byte[1], 0, 1, 0));
        Exchange.Open(transport, endpoint);
        transport.Close();
        transport.Close();
        Expect.Negative(transport.Send(new byte[1], 0, 1, 0));
        Expect.Negative(transport.Receive(new byte[1], 0, 1, 0));
    }

    private static void OpensAgain(ITransport transport, ConformanceEndpoint endpoint)
    {
        byte[] bytes = Payload.OfLength(10);
        for (int i = 0; i < 20; i++)
        {
            Exchange.Open(transport, endpoint);
            Payload.ExpectEqual(bytes, Exchange.Echo(transport, bytes, windowSize: 16));
            transport.Close();
        }
    }

    private static void MisuseThrows(ITransport transport, ConformanceEndpoint endpoint)
    {
        Expect.Throws<ArgumentException>(() => transport.Open("", endpoint.Port, 0), "an empty host");
        Expect.Throws<ArgumentException>(() => transport.Open(endpoint.Host, 0, 0), "port 0");
        Expect.Throws<ArgumentException>(() => transport.Open(endpoint.Host, 65_536, 0), "port 65536");
        Exchange.Open(transport, endpoint);
        Expect.Throws<ArgumentException>(() => transport.Send(new byte[4], 2, 3, 0), "a count beyond the array");
        Expect.Throws<ArgumentException>(() => transport.Receive(new byte[4], -1, 1, 0), "a negative offset");
    }

    private static void ExpectReason(object transport)
    {
        if (transport is ITransportDiagnostics diagnostics)
        {
            string reason = diagnostics.LastFailure;
            Expect.That(reason.Length > 0 && !reason.EndsWith('.') && !reason.Contains('\n', StringComparison.Ordinal), $"LastFailure is '{reason}'");
        }
    }
}
