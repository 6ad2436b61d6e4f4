using System;
using System.Threading.Tasks;

namespace IoTC.EndToEnd.Tests.Support;

/// <summary>Nothing in these tests waits for ever.</summary>
internal static class Limit
{
    public static Task<T> Of<T>(int seconds, Func<Task<T>> call) => Task.Run(call).WaitAsync(TimeSpan.FromSeconds(seconds));

    public static Task Of(int seconds, Task task) => task.WaitAsync(TimeSpan.FromSeconds(seconds));
}
