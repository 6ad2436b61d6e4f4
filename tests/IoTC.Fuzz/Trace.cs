namespace IoTC.Fuzz;

/// <summary>Takes all that a target tells, as a hash: two runs are the same when their traces are. It allocates nothing.</summary>
internal sealed class Trace
{
    public ulong Value { get; private set; } = 14695981039346656037;

    public void Add(long value)
    {
        Value = (Value ^ (ulong)value) * 0x9E3779B97F4A7C15;
        Value ^= Value >> 31;
    }

    public void Add(bool value) => Add(value ? 1 : 2);

    public void Add(byte[] bytes, int offset, int count)
    {
        Add(count);
        for (int i = offset; i < offset + count; i++) Add(bytes[i]);
    }

    public void Add(string text)
    {
        Add(text.Length);
        foreach (char c in text) Add(c);
    }
}
