namespace IoTC.Nano.Tests;

internal delegate void TestBody();
