using System;
using System.Collections.Generic;
using System.IO;
using IoTC.Emulator;

namespace IoTC.Samples;

/// <summary>What the operator has, against what the device sent.</summary>
internal sealed class Proof
{
    private readonly int _sent;
    private readonly int _left;
    private readonly string _deviceId;
    private readonly int _arrived;
    private readonly int _different;
    private readonly int _repeated;
    private readonly int _outOfOrder;
    private readonly int _gaps;
    private readonly int _withoutTime;

    public Proof(IReadOnlyList<TelemetryMessage> telemetry, int sent, int left, string deviceId)
    {
        _sent = sent;
        _left = left;
        _deviceId = deviceId;
        _arrived = telemetry.Count;
        var ids = new HashSet<string>();
        var numbers = new HashSet<int>();
        int last = -1;
        foreach (TelemetryMessage message in telemetry)
        {
            if (!message.SystemProperties.ContainsKey("$.ctime")) _withoutTime++;
            if (!ids.Add(message.MessageId ?? ""))
            {
                _repeated++;
                continue;
            }

            int number = message.ToJson().GetProperty("n").GetInt32();
            if (!numbers.Add(number)) _different++;
            if (number < last) _outOfOrder++;
            last = Math.Max(last, number);
        }

        for (int number = 0; number < sent; number++)
        {
            if (!numbers.Contains(number)) _gaps++;
        }
    }

    /// <returns>Whether nothing is missing, out of order or doubled unmarked.</returns>
    public bool Write(TextWriter output)
    {
        bool holds = _left == 0 && _gaps == 0 && _outOfOrder == 0 && _different == 0 && _withoutTime == 0 && _sent > 0;
        output.WriteLine();
        output.WriteLine($"device {_deviceId}");
        output.WriteLine($"  sent                  {_sent,7}");
        output.WriteLine($"  arrived               {_arrived,7}");
        output.WriteLine($"  repeats, by their id  {_repeated,7}");
        output.WriteLine($"  gaps                  {_gaps,7}");
        output.WriteLine($"  out of order          {_outOfOrder,7}");
        output.WriteLine($"  doubled, unmarked     {_different,7}");
        output.WriteLine($"  without their time    {_withoutTime,7}");
        output.WriteLine($"  left on the device    {_left,7}");
        output.WriteLine(holds ? "nothing is missing" : "SOMETHING IS WRONG");
        return holds;
    }
}
