using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Json;
using IoTC.Samples.Machine;
using IoTC.Transport;

namespace IoTC.Samples;

/// <summary>The device: everything that a program on a real one needs. It knows nothing of an emulator.</summary>
internal sealed class Thermostat : IAsyncDisposable
{
    private readonly IoTCAsyncClient _client;
    private readonly Journal _journal;
    private readonly MachineReadings _machine = new();
    private readonly History _history = new();

    public Thermostat(IoTCOptions options, IAsyncTransport transport, Journal journal)
    {
        _journal = journal;
        _client = new IoTCAsyncClient(options, transport);
        _client.OnProperty("targetTemperature", SetTarget);
        _client.OnCommand("getMaxMinReport", ReportMaxMin);
        _client.OnConnectionChanged(TellConnection);
    }

    /// <summary>Messages handed to the client.</summary>
    public int Sent { get; private set; }

    /// <summary>Messages that the hub has acknowledged while somebody waited.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>The number of target temperatures taken.</summary>
    public int PropertiesTaken { get; private set; }

    /// <summary>The number of reports given.</summary>
    public int CommandsAnswered { get; private set; }

    /// <summary>Why the connection is not there, when it is not.</summary>
    public string Trouble => _client.IsConnected ? "" : _client.Connection.ToString();

    /// <summary>Registers with DPS and connects to the hub.</summary>
    /// <exception cref="IoTCException">It did not come about; the message says why and what to do.</exception>
    public Task ConnectAsync(CancellationToken cancellationToken) => _client.ConnectAsync(cancellationToken);

    /// <summary>Sends one reading a second, until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            do
            {
                await SendReadingAsync(stop);
            }
            while (await second.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop; what is still unacknowledged is waited for by DisconnectAsync.
        }
    }

    /// <summary>Waits for the last acknowledgements and disconnects.</summary>
    /// <returns>The number of messages that were not acknowledged.</returns>
    public async Task<int> DisconnectAsync()
    {
        int left = await _client.DisconnectAsync();
        _journal.Write("disconnected", left == 0 ? "cleanly, nothing left behind" : $"{left} messages were not acknowledged");
        return left;
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task SendReadingAsync(CancellationToken stop)
    {
        Reading reading = _machine.Read();
        _history.Add(reading);
        Sent++;
        long start = Stopwatch.GetTimestamp();
        await _client.SendTelemetryAsync(reading, static (json, reading) => reading.Write(json), cancellationToken: stop);      // completes with the PUBACK
        Acknowledged++;
        _journal.Write("telemetry", $"{reading}   PUBACK in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms");
    }

    private ValueTask SetTarget(IoTCProperty property, CancellationToken cancellationToken)
    {
        if (property.Value.Type != JsonTokenType.Number)
        {
            property.Refuse(400, "a number of degrees is needed");
            _journal.Write("property", $"{property.Name} refused: not a number");
            return ValueTask.CompletedTask;
        }

        _history.Target = property.Value.GetDouble();
        property.Accept("set");
        PropertiesTaken++;
        _journal.Write("property", $"{property.Name} is now {_history.Target:0.0} °C");
        return ValueTask.CompletedTask;
    }

    private ValueTask ReportMaxMin(IoTCCommand command, CancellationToken cancellationToken)
    {
        _journal.Write("command", "getMaxMinReport, answering with what was measured");
        var json = new JsonWriter(256, 4096);
        _history.ToReport().Write(json);
        command.Reply(200, json.Buffer, 0, json.Count);
        CommandsAnswered++;
        return ValueTask.CompletedTask;
    }

    private void TellConnection(ConnectionChange change)
    {
        switch (change.Status)
        {
            case ConnectionStatus.Provisioning:
                _journal.Write("provisioning", change.Message);
                break;
            case ConnectionStatus.Connecting when _journal.IsFirst("provisioned"):
                _journal.Write("provisioned", $"hub {_client.HubHost}, device {_client.DeviceId}");
                break;
            case ConnectionStatus.Connected:
                _journal.Write("connected", "MQTT over TLS; twin read, commands listened for");
                break;
            case ConnectionStatus.Waiting:
                _journal.Write("lost", change.ToString());
                break;
        }
    }
}
