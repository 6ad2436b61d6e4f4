using NUnit.Framework;

// Every fixture has an emulator of its own on its own ports.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: FixtureLifeCycle(LifeCycle.SingleInstance)]
