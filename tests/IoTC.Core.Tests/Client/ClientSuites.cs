using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary>The suite on the blocking client.</summary>
[TestFixture]
internal sealed class BlockingClientSuite : ClientSuite
{
    protected override IClientUnderTest Create(ScriptedCloud cloud, IoTCOptions options, IIoTCLogger? logger) => new BlockingClientUnderTest(cloud, options, logger);
}

/// <summary>The suite on the awaited client.</summary>
[TestFixture]
internal sealed class AsyncClientSuite : ClientSuite
{
    protected override IClientUnderTest Create(ScriptedCloud cloud, IoTCOptions options, IIoTCLogger? logger) => new AsyncClientUnderTest(cloud, options, logger);
}
