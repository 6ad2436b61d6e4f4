using NUnit.Framework;

// Every test has an emulator of its own on its own ports.
[assembly: Parallelizable(ParallelScope.Fixtures)]
