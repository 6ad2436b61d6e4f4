using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.State;

/// <summary>The program with and without <c>--data</c>.</summary>
public sealed class ProgramTests
{
    private CancellationTokenSource _limit = null!;
    private string _folder = null!;

    [SetUp]
    public void Open()
    {
        _limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        _folder = Directory.CreateTempSubdirectory("iotc").FullName;
    }

    [TearDown]
    public void Close()
    {
        Directory.Delete(_folder, true);
        _limit.Dispose();
    }

    [Test]
    public async Task KilledInTheMiddleOfWritingItComesBackWithWhatItHad()
    {
        string file = Path.Combine(_folder, "emulator.db");
        long answered = 0;
        await using (EmulatorProcess first = await EmulatorProcess.StartAsync(_folder, _limit.Token, "--data", file))
        {
            var half = new TaskCompletionSource();
            Task patching = PatchAsync(first.Service, version =>
            {
                answered = version;
                if (version == 200)
                {
                    half.SetResult();
                }
            });
            await half.Task.WaitAsync(_limit.Token);
            await first.KillAsync(_limit.Token);
            Assert.That(() => patching, Throws.InstanceOf<HttpRequestException>());
        }

        await using EmulatorProcess second = await EmulatorProcess.StartAsync(_folder, _limit.Token, "--data", file);
        JsonElement desired = (await second.Service.GetFromJsonAsync<JsonElement>("/twins/device-1", _limit.Token)).GetProperty("properties").GetProperty("desired");
        long version = desired.GetProperty("$version").GetInt64();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(version, Is.InRange(2, answered + 1));
            Assert.That(desired.GetProperty("round").GetInt64(), Is.EqualTo(version - 1), "version and value are of one change");
        }
    }

    [Test]
    [Platform("Linux")]
    public async Task WithoutDataNothingOfSqliteIsLoaded()
    {
        await using EmulatorProcess without = await EmulatorProcess.StartAsync(_folder, _limit.Token);
        await without.Service.GetStringAsync("/twins/device-1", _limit.Token);
        await using EmulatorProcess with = await EmulatorProcess.StartAsync(_folder, _limit.Token, "--data", Path.Combine(_folder, "emulator.db"));
        Assert.That((CountSqlite(without.Id), CountSqlite(with.Id) > 0), Is.EqualTo((0, true)));
    }

    private static int CountSqlite(int process) => File.ReadLines($"/proc/{process}/maps").Count(line => line.Contains("sqlite", StringComparison.OrdinalIgnoreCase));

    private async Task PatchAsync(HttpClient service, Action<long> answered)
    {
        for (int round = 1; ; round++)
        {
            var patch = new { properties = new { desired = new Dictionary<string, int> { ["round"] = round } } };
            using HttpResponseMessage response = await service.PatchAsJsonAsync("/twins/device-1", patch, _limit.Token);
            JsonElement twin = await response.Content.ReadFromJsonAsync<JsonElement>(_limit.Token);
            answered(twin.GetProperty("properties").GetProperty("desired").GetProperty("$version").GetInt64());
        }
    }
}
