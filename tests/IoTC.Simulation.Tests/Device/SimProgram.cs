using System.Globalization;
using System.Text;

namespace IoTC.Simulation.Tests.Device;

/// <summary>What the program of a device does in a simulation, whatever its client.</summary>
internal sealed class SimProgram(SimWorld world)
{
    /// <summary>The next message: its number, and some more bytes.</summary>
    public byte[] MakeTelemetry(int number)
    {
        int padding = world.Chance(0.02) ? (int)world.Spread(1000, 40_000) : (int)world.Between(0, 60);
        return Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture) + " " + new string('x', padding));
    }

    /// <summary>How long a handler takes: mostly a moment.</summary>
    public long HandlerMs() => world.Chance(0.7) ? world.Between(1, 200) : world.Between(200, 10_000);
}
