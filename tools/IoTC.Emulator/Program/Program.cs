using System.Threading.Tasks;

namespace IoTC.Emulator;

internal static class Program
{
    private static async Task<int> Main()
    {
        await using IoTCEmulator emulator = await IoTCEmulator.StartAsync();
        return 0;
    }
}
