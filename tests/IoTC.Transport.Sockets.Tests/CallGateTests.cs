using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests;

public sealed class CallGateTests
{
    [Test]
    public void One_call_at_a_time()
    {
        CallGate gate = new();
        Assert.That(gate.Enter(), Is.True);
        Assert.That(gate.Enter, Throws.InvalidOperationException);
        gate.Leave();
        Assert.That(gate.Enter(), Is.True);
    }

    [Test]
    public async Task Shutting_waits_for_the_call_inside()
    {
        CallGate gate = new();
        Assert.That(gate.Enter(), Is.True);
        Task shut = gate.ShutAsync();
        Assert.That(shut.IsCompleted, Is.False);
        Assert.That(gate.Enter(), Is.False);
        gate.Leave();
        await shut;
        Assert.That(gate.Enter(), Is.False);
        Assert.That(gate.ShutAsync().IsCompleted, Is.True);
    }

    [Test]
    public void Shutting_an_idle_gate_is_done_at_once()
    {
        CallGate gate = new();
        Assert.That(gate.ShutAsync().IsCompleted, Is.True);
        Assert.That(gate.Enter(), Is.False);
    }
}
