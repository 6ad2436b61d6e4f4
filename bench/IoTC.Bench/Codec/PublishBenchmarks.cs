using BenchmarkDotNet.Attributes;

namespace IoTC.Bench.Codec;

/// <summary>PUBLISH, QoS 1, topic of 80 characters; see <see cref="PublishCase"/>.</summary>
[MemoryDiagnoser]
public class PublishBenchmarks
{
    private const int Operations = 1000;
    private PublishCase _case = null!;

    [Params(16, 256, 4096, 65536)]
    public int PayloadLength { get; set; }

    [GlobalSetup]
    public void SetUp() => _case = new PublishCase(PayloadLength);

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public long Copy() => _case.Copy(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long Encode() => _case.EncodeOurs(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long EncodeMqttNet() => _case.EncodeTheirs(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long Decode() => _case.DecodeOurs(Operations);

    [Benchmark(OperationsPerInvoke = Operations)]
    public long DecodeMqttNet() => _case.DecodeTheirs(Operations);
}
