using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Connecting;

/// <summary>Resolves a name and connects to the first of its addresses that answers.</summary>
internal static class Connector
{
    /// <summary>How long one address may take while another is left. The last one may take the whole time of the attempt.</summary>
    private const int AddressLimitMs = 5_000;

    /// <summary>Gives a connected, non-blocking socket.</summary>
    /// <exception cref="FailureException">No address answered; the message names each.</exception>
    public static async Task<Socket> ConnectAsync(HostName host, int port, CancellationToken cancellationToken) =>
        await ConnectAsync(await ResolveAsync(host, cancellationToken).ConfigureAwait(false), port, cancellationToken).ConfigureAwait(false);

    /// <summary>Tries the addresses in turn.</summary>
    /// <exception cref="FailureException">No address answered; the message names each.</exception>
    public static async Task<Socket> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        ConnectFailures failures = new();
        for (int i = 0; i < addresses.Length; i++)
        {
            IPEndPoint endpoint = new(addresses[i], port);
            int limitMs = i + 1 < addresses.Length ? AddressLimitMs : Timeout.Infinite;
            try
            {
                return await ConnectAsync(endpoint, limitMs, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException e)
            {
                failures.Add(endpoint, e.SocketErrorCode);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(endpoint, SocketError.TimedOut);
            }
        }

        throw failures.ToException();
    }

    private static async Task<IPAddress[]> ResolveAsync(HostName host, CancellationToken cancellationToken)
    {
        if (host.Address is { } literal)
        {
            return [literal];
        }

        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(host.Text, cancellationToken).ConfigureAwait(false);
            return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.NoData);
        }
        catch (SocketException e)
        {
            // Whatever the resolver says (the system may report "try again", "no data" or its own trouble), there is no address.
            throw new FailureException(TransportStatus.NameNotResolved, $"{host.Text}: the name has no address ({e.SocketErrorCode})", e);
        }
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint endpoint, int limitMs, CancellationToken cancellationToken)
    {
        Socket socket = new(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(limitMs);
        try
        {
            await socket.ConnectAsync(endpoint, limit.Token).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
