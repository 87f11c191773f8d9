using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using CharacterFanOut.Characters;
using Hangfire;
using Hangfire.States;
using Hangfire.Storage;

namespace CharacterFanOut.Benchmarks.Hangfire;

/// <summary>The job: fetches one character. Hangfire stores what it returns. Public, because Hangfire calls it by its name.</summary>
public static class FetchJob
{
    private static readonly ConcurrentDictionary<int, Character> Fetched = new();

    /// <summary>The client of the upstream; set before the first job.</summary>
    public static HttpClient Upstream { get; set; } = null!;

    /// <summary>Enqueues the ids 1..<paramref name="ids"/> and waits until all have succeeded.</summary>
    /// <returns>How many different characters were fetched.</returns>
    internal static async Task<int> RunAllAsync(int ids, SuccessCounter counter)
    {
        Fetched.Clear();
        Task done = counter.WaitForAsync(ids);
        for (int id = 1; id <= ids; id++)
        {
            int own = id;
            BackgroundJob.Enqueue(() => FetchAsync(own));
        }

        await done;
        return Fetched.Count;
    }

    /// <summary>What a worker runs.</summary>
    public static async Task<Character> FetchAsync(int id)
    {
        Character? character = await Upstream.GetFromJsonAsync<Character>(string.Create(CultureInfo.InvariantCulture, $"character/{id}"));
        return Fetched[id] = character!;
    }
}

/// <summary>Counts jobs as their success is stored.</summary>
internal sealed class SuccessCounter : IApplyStateFilter
{
    private TaskCompletionSource done = new();
    private int left;

    public Task WaitForAsync(int jobs)
    {
        this.left = jobs;
        this.done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return this.done.Task;
    }

    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.NewState is SucceededState && Interlocked.Decrement(ref this.left) == 0)
        {
            this.done.SetResult();
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        // Of no interest.
    }
}
