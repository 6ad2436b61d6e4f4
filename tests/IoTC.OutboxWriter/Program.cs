using System;
using System.Globalization;
using System.Text;
using System.Threading;

namespace IoTC.OutboxWriter;

/// <summary>Appends to an outbox from several threads and says which messages were accepted, until it is killed.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [{ } folder, { } policy, { } first, ..])
        {
            Console.Error.WriteLine("FOLDER POLICY FIRST [--early]: --early says it before it is true, as a test of the test");
            return 2;
        }

        bool isEarly = arguments is [.., "--early"];
        var outbox = new FileOutbox(folder) { SyncPolicy = Enum.Parse<OutboxSyncPolicy>(policy), SyncIntervalMs = 5 };
        outbox.Attach("writer", static (_, _) => { });
        long number = long.Parse(first, CultureInfo.InvariantCulture) - 1;
        var threads = new Thread[4];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                while (true)
                {
                    long own = Interlocked.Increment(ref number);
                    if (isEarly) Say(own);
                    IoTCError error = outbox.TryAppend(default, Encoding.UTF8.GetBytes(Payload(own)), own, out _);
                    if (error != IoTCError.None) throw new InvalidOperationException(error.ToString());
                    if (!isEarly) Say(own);
                }
            });
            threads[i].Start();
        }

        threads[0].Join();
        return 0;
    }

    // Its content follows from its number, so that whoever reads it can check it.
    private static string Payload(long number) => number.ToString(CultureInfo.InvariantCulture) + ":" + new string((char)('a' + (number % 26)), (int)(number * 7919 % (number % 50 == 0 ? 20_000 : 300)));

    private static void Say(long number)
    {
        lock (Console.Out) Console.Out.WriteLine(number);
    }
}
