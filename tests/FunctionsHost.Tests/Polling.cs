namespace FunctionsHost.Tests;

/// <summary>Waits for something to become true, up to a deadline.</summary>
internal static class Polling
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Deadline)
            {
                Assert.Fail($"It did not come about in {Deadline.TotalSeconds} s: {what}.");
            }

            await Task.Delay(5);
        }
    }

    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);
}
