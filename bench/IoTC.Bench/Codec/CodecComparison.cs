using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;

namespace IoTC.Bench.Codec;

/// <summary>This codec, MQTTnet's and a plain copy in one table, each row with its bar.</summary>
internal static class CodecComparison
{
    /// <summary>A decode is flat when a payload of 64 KiB takes no more than this, as a multiple of one of 16 bytes: two more bytes of Remaining Length.</summary>
    private const double MaxGrowth = 1.5;

    /// <returns>The number of bars missed; the exit code.</returns>
    public static int Run(TextWriter output)
    {
        output.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        output.WriteLine();
        output.WriteLine("| operation | IoTC ns | MQTTnet ns | memcpy ns | of MQTTnet | bar | of memcpy | bar | B/op IoTC | B/op MQTTnet | |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        int missed = 0;
        foreach (ComparisonRow row in Rows())
        {
            ComparisonResult result = PairedLoops.Measure(row);
            output.WriteLine(Format(result));
            if (!result.Passes) missed++;
        }

        double growth = MeasureGrowth();
        if (growth > MaxGrowth) missed++;
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant(
            $"Decode at 64 KiB takes {growth:0.00}x of 16 B (bar {MaxGrowth:0.00}): {(growth > MaxGrowth ? "miss" : "pass")}. Bars missed: {missed}."));
        return missed;
    }

    private static double MeasureGrowth()
    {
        var large = new PublishCase(65536);
        var small = new PublishCase(16);
        return PairedLoops.Measure(new ComparisonRow("decode 64 KiB beside 16 B", large.DecodeOurs, small.DecodeOurs, small.Copy)).OfTheirs;
    }

    private static IEnumerable<ComparisonRow> Rows()
    {
        (int Length, string Name, double? EncodeOfTheirs, double EncodeOfCopy, double? DecodeOfTheirs)[] sizes =
        [
            (16, "16 B", 0.33, 3.5, 0.15), (256, "256 B", 0.33, 3.5, null), (4096, "4 KiB", null, 1.35, null), (65536, "64 KiB", null, 1.05, 0.005),
        ];
        foreach (var size in sizes)
        {
            var publish = new PublishCase(size.Length);
            yield return new($"encode PUBLISH {size.Name}", publish.EncodeOurs, publish.EncodeTheirs, publish.Copy)
            {
                MaxOfTheirs = size.EncodeOfTheirs,
                MaxOfCopy = size.EncodeOfCopy,
            };
        }

        foreach (var size in sizes)
        {
            var publish = new PublishCase(size.Length);
            yield return new($"decode PUBLISH {size.Name}", publish.DecodeOurs, publish.DecodeTheirs, publish.Copy) { MaxOfTheirs = size.DecodeOfTheirs };
        }

        var other = new OtherCases();
        yield return new("encode CONNECT 280 B", other.ConnectOurs, other.ConnectTheirs, n => other.Copy(280, n)) { MaxOfTheirs = 0.35 };
        yield return new("encode SUBSCRIBE", other.SubscribeOurs, other.SubscribeTheirs, n => other.Copy(87, n)) { MaxOfTheirs = 0.2 };
        yield return new("encode PUBACK", other.EncodePubackOurs, other.EncodePubackTheirs, n => other.Copy(4, n));
        yield return new("decode PUBACK", other.DecodePubackOurs, other.DecodePubackTheirs, n => other.Copy(4, n));
        yield return new("decode CONNACK", other.DecodeConnackOurs, other.DecodeConnackTheirs, n => other.Copy(4, n));
    }

    private static string Format(ComparisonResult r)
        => string.Create(CultureInfo.InvariantCulture,
            $"| {r.Row.Name} | {r.OursNs:0.0} | {r.TheirsNs:0.0} | {r.CopyNs:0.0} | {Ratio(r.OfTheirs)} | {Bar(r.Row.MaxOfTheirs)} | {Ratio(r.OfCopy)} | {Bar(r.Row.MaxOfCopy)} | {r.OursBytes:0} | {r.TheirsBytes:0} | {(r.Passes ? "pass" : "miss")} |");

    private static string Ratio(double value) => value.ToString(value < 0.1 ? "0.0000" : "0.00", CultureInfo.InvariantCulture);

    private static string Bar(double? bar) => bar is { } b ? b.ToString(CultureInfo.InvariantCulture) : "";
}
