using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace IoTC.Emulator;

/// <summary>The emulator as a program: starts one, says how to reach it, and waits for Ctrl+C.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            CommandLine line = CommandLine.Parse(arguments);
            if (line.WantsHelp)
            {
                Console.WriteLine(CommandLine.Help);
                return 0;
            }

            await RunAsync(line);
            return 0;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static async Task RunAsync(CommandLine line)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        await using IoTCEmulator emulator = await IoTCEmulator.StartAsync(line.ToOptions(line.GroupKey ?? GroupKeyFile.ReadOrCreate(line.Folder)));
        Console.WriteLine("IoTC emulator: DPS and IoT Hub on this machine");
        Console.WriteLine($"  DPS       https://localhost:{emulator.DpsPort}");
        Console.WriteLine($"  Hub       {emulator.HubHostName}:{emulator.HubPort}, MQTT 3.1.1 over TLS");
        Console.WriteLine($"  Hub       https://localhost:{emulator.HubHttpsPort}, MQTT over WebSocket, file upload");
        Console.WriteLine($"  Service   http://localhost:{emulator.RestPort}/devices");
        Console.WriteLine($"  Dashboard http://localhost:{emulator.RestPort}/");
        Console.WriteLine($"  ID Scope  {emulator.IdScope}");
        Console.WriteLine($"  Group     key {emulator.GroupKey}");
        foreach (string id in line.Devices)
        {
            EmulatedDevice device = emulator.FindDevice(id) ?? emulator.AddDevice(id, emulator.DeriveDeviceKey(id));   // one of the data file stays as it was
            Console.WriteLine($"  Device    {device.DeviceId}, key {device.PrimaryKey}");
        }

        foreach (string path in line.X509Groups)
        {
            emulator.AddX509Group(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path));
            Console.WriteLine($"  Group     certificates issued by {path}");
        }

        foreach (string id in line.X509Devices)
        {
            string? kept = emulator.FindDevice(id) is { PrimaryKey: "" } ? DeviceCertificateFiles.Find(id, line.Folder) : null;
            Console.WriteLine($"  Device    {id}, certificate {kept ?? DeviceCertificateFiles.Write(emulator.AddX509Device(id), line.Folder)}");
        }

        Console.WriteLine($"  CA        {emulator.RootCertificatePath}");
        if (line.DataFile is { } file)
        {
            Console.WriteLine($"  State     {Path.GetFullPath(file)}");
        }

        Console.WriteLine("Ctrl+C stops it.");
        await Task.WhenAny(stop.Task, emulator.Saving ?? stop.Task);   // a file that can no longer be written is told by the end
    }
}
