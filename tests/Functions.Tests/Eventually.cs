namespace CharacterFanOut.Functions.Tests;

/// <summary>Waits for something that another thread will make true.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Func<T, bool> accept)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (accept(value))
            {
                return value;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, $"Not so within {Deadline}; last seen: {value}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
