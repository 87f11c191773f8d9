using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.CrashHost;

/// <summary>
/// Orchestrations that use all that an engine keeps on disk, and whose results depend on all of it: a lost or doubled step gives another
/// number. What may be repeated (an activity under way when the process dies) does not change them.
/// </summary>
internal static class CrashWorkload
{
    public const string Mixed = "Mixed";
    public const string Long = "Long";

    /// <summary>The event that each round of <see cref="Mixed"/> waits for; payload <c>round.attempt</c>, where only the round counts.</summary>
    public const string Go = "Go";

    /// <summary>The rounds of <see cref="Mixed"/>, each an execution of its own.</summary>
    public const int Rounds = 4;

    private const string Child = "Child";
    private const string Failing = "Failing";
    private const string Square = "Square";
    private const string Flaky = "Flaky";
    private const string Note = "Note";
    private const int FailuresOfFlaky = 2;
    private const int LongSteps = 40;

    // Each process that dies adds its own failures to an instance's attempts.
    private static readonly TaskOptions RetryForEver = TaskOptions.FromRetryPolicy(new RetryPolicy(10_000, TimeSpan.FromMilliseconds(2)));

    private static readonly ConcurrentDictionary<(string, int), int> Attempts = new();

    public static void Register(DurableTaskRegistry registry) => registry
        .AddActivityFunc<int, long>(Square, SquareAsync)
        .AddActivityFunc<int, long>(Flaky, RunFlaky)
        .AddOrchestratorFunc<int, long>(Child, RunChildAsync)
        .AddOrchestratorFunc<int, long>(Failing, RunFailingAsync)
        .AddOrchestratorFunc<int, long>(Long, RunLongAsync)
        .AddOrchestratorFunc<MixedState, long>(Mixed, RunMixedAsync);

    private static async Task<long> SquareAsync(TaskActivityContext context, int value)
    {
        await Task.Delay(value % 6);
        return (long)value * value;
    }

    private static long RunFlaky(TaskActivityContext context, int value) =>
        Attempts.AddOrUpdate((context.InstanceId, value), 1, (_, n) => n + 1) <= FailuresOfFlaky
            ? throw new InvalidOperationException($"Not yet: {value}.")
            : value * 7L;

    private static async Task<long> RunChildAsync(TaskOrchestrationContext context, int value)
    {
        long[] squares = await Task.WhenAll(
            context.CallActivityAsync<long>(Square, value), context.CallActivityAsync<long>(Square, value + 1));
        await context.CreateTimer(TimeSpan.FromMilliseconds(5), CancellationToken.None);
        context.SendEvent(context.Parent!.InstanceId, Note, value);
        return squares.Sum();
    }

    private static async Task<long> RunFailingAsync(TaskOrchestrationContext context, int value)
    {
        long square = await context.CallActivityAsync<long>(Square, value);
        throw new InvalidOperationException($"Child {square} fails as it should.");
    }

    private static async Task<long> RunLongAsync(TaskOrchestrationContext context, int seed)
    {
        long sum = 0;
        int next = 0;
        var inFlight = new List<Task<long>>();
        while (next < LongSteps || inFlight.Count > 0)
        {
            while (next < LongSteps && inFlight.Count < 5)
            {
                inFlight.Add(context.CallActivityAsync<long>(Square, seed + next++));
            }

            Task<long> ended = await Task.WhenAny(inFlight);
            inFlight.Remove(ended);
            sum += await ended;
            if (next % 10 == 0)
            {
                await context.CreateTimer(TimeSpan.FromMilliseconds(3), CancellationToken.None);
            }
        }

        return sum;
    }

    private static async Task<long> RunMixedAsync(TaskOrchestrationContext context, MixedState state)
    {
        int value = (state.Seed * 100) + state.Round;
        long sum = state.Sum;
        Task<long> child = context.CallSubOrchestratorAsync<long>(
            Child, value, new SubOrchestrationOptions { InstanceId = $"{context.InstanceId}:{state.Round}" });
        long[] squares = await Task.WhenAll(Enumerable.Range(value, 4).Select(i => context.CallActivityAsync<long>(Square, i)));
        sum += squares.Sum();
        sum += await context.CallActivityAsync<long>(Flaky, value, RetryForEver);
        sum += await FirstOfAsync(context, value);
        sum += await child;

        // Were a child's event doubled or lost, the number below would be another's, or nobody would ever come.
        sum += state.Round * (long)await context.WaitForExternalEvent<int>(Note);
        try
        {
            await context.CallSubOrchestratorAsync<long>(
                Failing, value, new SubOrchestrationOptions { InstanceId = $"{context.InstanceId}:{state.Round}:failing" });
        }
        catch (TaskFailedException e) when (e.FailureDetails.IsCausedBy<InvalidOperationException>())
        {
            sum += e.FailureDetails.ErrorMessage.Length;
        }

        var heard = new HashSet<int>(state.Heard);
        while (!heard.Contains(state.Round))
        {
            string payload = await context.WaitForExternalEvent<string>(Go);
            heard.Add(int.Parse(payload.Split('.')[0], CultureInfo.InvariantCulture));
        }

        if (state.Round < Rounds)
        {
            context.ContinueAsNew(new MixedState(state.Seed, state.Round + 1, sum, [.. heard.Order()]));
        }

        return sum;
    }

    /// <summary>An activity against a timer that is cancelled when the activity has won, and it always wins.</summary>
    private static async Task<long> FirstOfAsync(TaskOrchestrationContext context, int value)
    {
        using var stop = new CancellationTokenSource();
        Task timer = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
        Task<long> activity = context.CallActivityAsync<long>(Square, value + 17);
        Task first = await Task.WhenAny(timer, activity);
#pragma warning disable CA1849 // CancelAsync would resume the orchestrator on a thread that is not its own.
        stop.Cancel();
#pragma warning restore CA1849
        return first == activity ? await activity : throw new InvalidOperationException("An hour has passed.");
    }
}
