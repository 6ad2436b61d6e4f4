using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Connecting;

/// <summary>Resolves a name and connects to the first of its addresses that answers.</summary>
internal sealed class Connector
{
    public const int DefaultAddressLimitMs = 5_000;

    /// <summary>How long one address may take while another is left. The last one may take the whole time of the attempt.</summary>
    public int AddressLimitMs { get; set; } = DefaultAddressLimitMs;

    /// <summary>Finds a name's addresses.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Connects to one address: gives a connected, non-blocking socket.</summary>
    public Func<IPEndPoint, CancellationToken, Task<Socket>> Connect { get; init; } = ConnectAsync;

    /// <summary>Gives a connected, non-blocking socket.</summary>
    /// <exception cref="FailureException">No address answered; the message names each.</exception>
    public async Task<Socket> ConnectAsync(HostName host, int port, CancellationToken cancellationToken) =>
        await ConnectAsync(await ResolveAsync(host, cancellationToken).ConfigureAwait(false), port, cancellationToken).ConfigureAwait(false);

    /// <summary>Tries the addresses in turn.</summary>
    /// <exception cref="FailureException">No address answered; the message names each.</exception>
    public async Task<Socket> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        ConnectFailures failures = new();
        IPAddress[] ordered = AddressOrder.Alternate(addresses);
        for (int i = 0; i < ordered.Length; i++)
        {
            IPEndPoint endpoint = new(ordered[i], port);
            int limitMs = i + 1 < ordered.Length ? AddressLimitMs : Timeout.Infinite;
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

    private async Task<IPAddress[]> ResolveAsync(HostName host, CancellationToken cancellationToken)
    {
        if (host.Address is { } literal)
        {
            return [literal];
        }

        try
        {
            IPAddress[] addresses = await Resolve(host.Text, cancellationToken).ConfigureAwait(false);
            return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.NoData);
        }
        catch (SocketException e)
        {
            // Whatever the resolver says (the system may report "try again", "no data" or its own trouble), there is no address.
            throw new FailureException(TransportStatus.NameNotResolved, $"{host.Text}: the name has no address ({e.SocketErrorCode})", e);
        }
    }

    private async Task<Socket> ConnectAsync(IPEndPoint endpoint, int limitMs, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(limitMs);
        return await Connect(endpoint, limit.Token).ConfigureAwait(false);
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        Socket socket = new(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
        try
        {
            using ConnectOperation operation = new(endpoint);
            await operation.ConnectAsync(socket, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
