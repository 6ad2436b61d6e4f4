using BenchmarkDotNet.Attributes;

namespace IoTC.Bench.Codec;

/// <summary>CONNECT, SUBSCRIBE, PUBACK and CONNACK; see <see cref="OtherCases"/>.</summary>
[MemoryDiagnoser]
public class OtherBenchmarks
{
    private const int Operations = 1000;
    private readonly OtherCases _cases = new();

    [Benchmark(OperationsPerInvoke = Operations)]
    public long Connect() => _cases.ConnectOurs(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long ConnectMqttNet() => _cases.ConnectTheirs(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long Subscribe() => _cases.SubscribeOurs(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long SubscribeMqttNet() => _cases.SubscribeTheirs(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long EncodePuback() => _cases.EncodePubackOurs(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long EncodePubackMqttNet() => _cases.EncodePubackTheirs(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long DecodePuback() => _cases.DecodePubackOurs(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long DecodePubackMqttNet() => _cases.DecodePubackTheirs(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long DecodeConnack() => _cases.DecodeConnackOurs(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long DecodeConnackMqttNet() => _cases.DecodeConnackTheirs(Operations);
}
