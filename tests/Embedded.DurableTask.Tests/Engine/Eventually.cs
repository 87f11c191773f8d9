using System.Diagnostics;

namespace EmbeddedFunctions.DurableTask.Tests.Engine;

/// <summary>Waits for what another thread brings about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        long started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Deadline, $"It never came to this: {what}.");
            await Task.Delay(1);
        }
    }
}
