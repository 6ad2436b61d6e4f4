using System.Collections.Generic;

namespace IoTC.Bench.EndToEnd;

internal static partial class TelemetryComparison
{
    static partial void AddAzureSdk(List<Contender> contenders) => contenders.Add(new AzureSdkContender());
}
