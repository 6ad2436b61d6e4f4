using System;

namespace IoTC.Nano.Tests;

/// <summary>The core's tests as one board program: a line for each test, and the sums in the last line.</summary>
public static class Program
{
    public static void Main()
    {
        var check = new Check();
        CodecTests.Run(check);
        TopicTests.Run(check);
        JsonReadTests.Run(check);
        JsonWriteTests.Run(check);
        CryptoTests.Run(check);
        HttpTests.Run(check);
        ProvisioningTests.Run(check);
        StringTests.Run(check);
        ClientTests.Run(check);
        HubTests.Run(check);
        ReconnectTests.Run(check);
        Console.WriteLine(check.Passed.ToString() + " passed, " + check.Failed.ToString() + " failed");
    }
}
