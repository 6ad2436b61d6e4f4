using System;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace IoTC.Bench.EndToEnd;

/// <summary>A server that accepts every CONNECT and acknowledges every QoS 1 PUBLISH, all of one receive in one send; a process of its own.</summary>
internal sealed class Sink : IDisposable
{
    private readonly Process _process;

    private Sink(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static Sink Start()
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(Environment.ProcessPath!, [.. Arguments()]) { RedirectStandardOutput = true, RedirectStandardInput = true },
        };
        process.Start();
        return new Sink(process, int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The process: tells its port, and ends when its standard input does.</summary>
    public static int Run()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(2000);
        new Thread(() => Accept(listener)) { IsBackground = true }.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port);
        Console.In.ReadToEnd();
        return 0;
    }

    private static string[] Arguments()
        => Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [System.IO.Path.Combine(AppContext.BaseDirectory, "IoTC.Bench.dll"), "sink"] : ["sink"];

    private static void Accept(Socket listener)
    {
        while (true)
        {
            Socket connection = listener.Accept();
            connection.NoDelay = true;
            new Thread(() => Serve(connection), 128 * 1024) { IsBackground = true }.Start();
        }
    }

    private static void Serve(Socket connection)
    {
        byte[] input = new byte[4096];
        byte[] output = new byte[4096];
        int held = 0;
        try
        {
            while (true)
            {
                int count = connection.Receive(input.AsSpan(held));
                if (count == 0) return;
                held += count;
                int read = 0;
                int written = 0;
                while (TryRead(input.AsSpan(read, held - read), out int length, out int header))
                {
                    written += Answer(input.AsSpan(read, length), header, output.AsSpan(written));
                    read += length;
                }

                input.AsSpan(read, held - read).CopyTo(input);
                held -= read;
                // It grows with the traffic: an idle connection stays small.
                if (held + read == input.Length && input.Length < 128 * 1024)
                {
                    Array.Resize(ref input, input.Length * 2);
                    Array.Resize(ref output, output.Length * 2);
                }

                if (written > 0) connection.Send(output.AsSpan(0, written));
            }
        }
        catch (SocketException)
        {
            // The client is gone.
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> input, out int length, out int header)
    {
        length = 0;
        header = 1;
        int remaining = 0;
        for (int shift = 0; header < input.Length; shift += 7)
        {
            byte value = input[header++];
            remaining |= (value & 127) << shift;
            if (value >= 128) continue;
            length = header + remaining;
            return length <= input.Length;
        }

        return false;
    }

    private static int Answer(ReadOnlySpan<byte> packet, int header, Span<byte> output)
    {
        switch (packet[0] >> 4)
        {
            case 1:
                output[0] = 0x20;
                output[1] = 2;
                output[2] = 0;
                output[3] = 0;
                return 4;
            case 3 when (packet[0] & 6) == 2:
                int topic = (packet[header] << 8) | packet[header + 1];
                output[0] = 0x40;
                output[1] = 2;
                output[2] = packet[header + 2 + topic];
                output[3] = packet[header + 3 + topic];
                return 4;
            case 12:
                output[0] = 0xD0;
                output[1] = 0;
                return 2;
            default:
                return 0;
        }
    }
}
