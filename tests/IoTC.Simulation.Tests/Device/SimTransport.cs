using System;
using IoTC.Simulation.Tests.Cloud;
using IoTC.Transport;

namespace IoTC.Simulation.Tests.Device;

/// <summary>The blocking transport of the simulation: whoever waits on it lets the world go on.</summary>
internal sealed class SimTransport(SimWorld world, SimNetwork network, Ledger ledger) : ITransport
{
    private SimLink? _link;
    private int _attempt;
    private int? _status;
    private bool _isOpening;

    public int Open(string host, int port, int timeoutMs)
    {
        if (!_isOpening)
        {
            _isOpening = true;
            _status = null;
            int attempt = ++_attempt;
            network.Open(host, (status, link) =>
            {
                if (attempt != _attempt)
                {
                    link?.Close();
                    return;
                }

                _link = link;
                _status = status;
            });
        }

        world.RunUntil(world.NowMs + timeoutMs, () => _status != null);
        if (_status is not { } decided) return TransportStatus.Pending;
        _isOpening = false;
        return decided;
    }

    public int Send(byte[] buffer, int offset, int count, int timeoutMs)
    {
        ledger.Buffer(buffer.Length);
        return _link!.Send(buffer.AsSpan(offset, count));
    }

    public int Receive(byte[] buffer, int offset, int count, int timeoutMs)
    {
        ledger.Buffer(buffer.Length);
        world.RunUntil(world.NowMs + timeoutMs, () => _link!.HasNews);
        int received = _link!.Receive(buffer.AsSpan(offset, count));
        // While nothing is taken from it, the client looks again every few milliseconds.
        if (received == 0 && !network.IsStalled && !_link.IsBlackHole) ledger.Call();
        return received;
    }

    public void Close()
    {
        _attempt++;
        _isOpening = false;
        _link?.Close();
        _link = null;
    }
}
