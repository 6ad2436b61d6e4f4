using IoTC.Samples.Operator;

namespace IoTC.Samples;

internal static partial class Program
{
    static partial void FindCloud(Journal journal, ref ICloud? cloud) => cloud = new LocalCloud(journal);
}
