using System.Collections.Concurrent;
using System.Globalization;
using DurableTask.Core;
using DurableTask.Core.Exceptions;

namespace DurableTask.Sqlite.CrashHost;

/// <summary>What one execution of <see cref="CrashWorkload.Mixed"/> hands to the next.</summary>
/// <param name="Seed">What its numbers are made of.</param>
/// <param name="Round">The round to do, from 1.</param>
/// <param name="Sum">What the rounds before came to.</param>
/// <param name="Heard">The rounds whose event has come.</param>
internal sealed record MixedState(int Seed, int Round, long Sum, IReadOnlyList<int> Heard);

/// <summary>
/// Orchestrations that use all that a task hub keeps on the disk, and whose results depend on all of it: a lost or doubled step gives
/// another number. What may be repeated (an activity under way when the process dies) does not change them.
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

    private static readonly ConcurrentDictionary<(string, int), int> Attempts = new();

    public static void Register(TaskHubWorker worker)
    {
        worker.AddTaskActivities(
            new Creator<TaskActivity>(Square, "", () => new DelegateActivity<int, long>(SquareAsync)),
            new Creator<TaskActivity>(Flaky, "", () => new DelegateActivity<int, long>((context, value) => Task.FromResult(RunFlaky(context, value)))));
        worker.AddTaskOrchestrations(
            new Creator<TaskOrchestration>(Child, "", () => new DelegateOrchestration<int, long>(RunChildAsync)),
            new Creator<TaskOrchestration>(Failing, "", () => new DelegateOrchestration<int, long>(RunFailingAsync)),
            new Creator<TaskOrchestration>(Long, "", () => new DelegateOrchestration<int, long>(RunLongAsync)),
            new Creator<TaskOrchestration>(Mixed, "", () => new DelegateOrchestration<MixedState, long>(RunMixedAsync)));
    }

    private static async Task<long> SquareAsync(TaskContext context, int value)
    {
        await Task.Delay(value % 6);
        return (long)value * value;
    }

    private static long RunFlaky(TaskContext context, int value) =>
        Attempts.AddOrUpdate((context.OrchestrationInstance.InstanceId, value), 1, (_, n) => n + 1) <= FailuresOfFlaky
            ? throw new InvalidOperationException($"Not yet: {value}.")
            : value * 7L;

    private static async Task<long> RunChildAsync(Orchestration o, int value)
    {
        long[] squares = await Task.WhenAll(o.CallAsync<long>(Square, value), o.CallAsync<long>(Square, value + 1));
        await o.DelayAsync(TimeSpan.FromMilliseconds(5));
        o.Context.SendEvent(new OrchestrationInstance { InstanceId = o.InstanceId.Split(':')[0] }, Note, value.ToString(CultureInfo.InvariantCulture));
        return squares.Sum();
    }

    private static async Task<long> RunFailingAsync(Orchestration o, int value)
    {
        long square = await o.CallAsync<long>(Square, value);
        throw new InvalidOperationException($"Child {square} fails as it should.");
    }

    private static async Task<long> RunLongAsync(Orchestration o, int seed)
    {
        long sum = 0;
        int next = 0;
        var inFlight = new List<Task<long>>();
        while (next < LongSteps || inFlight.Count > 0)
        {
            while (next < LongSteps && inFlight.Count < 5)
            {
                inFlight.Add(o.CallAsync<long>(Square, seed + next++));
            }

            Task<long> ended = await Task.WhenAny(inFlight);
            inFlight.Remove(ended);
            sum += await ended;
            if (next % 10 == 0)
            {
                await o.DelayAsync(TimeSpan.FromMilliseconds(3));
            }
        }

        return sum;
    }

    private static async Task<long> RunMixedAsync(Orchestration o, MixedState state)
    {
        int value = (state.Seed * 100) + state.Round;
        long sum = state.Sum;
        Task<long> child = o.CallSubAsync<long>(Child, $"{o.InstanceId}:{state.Round}", value);
        long[] squares = await Task.WhenAll(Enumerable.Range(value, 4).Select(i => o.CallAsync<long>(Square, i)));
        sum += squares.Sum();

        // Each process that dies adds its own failures to an instance's attempts.
        sum += await o.Context.ScheduleWithRetry<long>(Flaky, "", new RetryOptions(TimeSpan.FromMilliseconds(2), 10_000), value);
        sum += await FirstOfAsync(o, value);
        sum += await child;

        // Were a child's event doubled or lost, the number below would be another's, or nobody would ever come.
        sum += state.Round * long.Parse(await o.WaitAsync(Note), CultureInfo.InvariantCulture);
        try
        {
            await o.CallSubAsync<long>(Failing, $"{o.InstanceId}:{state.Round}:failing", value);
        }
        catch (SubOrchestrationFailedException e)
        {
            sum += e.FailureDetails!.ErrorMessage.Length;
        }

        var heard = new HashSet<int>(state.Heard);
        while (!heard.Contains(state.Round))
        {
            heard.Add(RoundOf(await o.WaitAsync(Go)));
        }

        heard.UnionWith(o.TakeAll(Go).Select(RoundOf));
        if (state.Round < Rounds)
        {
            o.Context.ContinueAsNew(new MixedState(state.Seed, state.Round + 1, sum, [.. heard.Order()]));
        }

        return sum;
    }

    private static int RoundOf(string payload) => int.Parse(payload.Split('.')[0], CultureInfo.InvariantCulture);

    /// <summary>An activity against a timer that is cancelled when the activity has won, and it always wins.</summary>
    private static async Task<long> FirstOfAsync(Orchestration o, int value)
    {
        using var stop = new CancellationTokenSource();
        Task timer = o.DelayAsync(TimeSpan.FromHours(1), stop.Token);
        Task<long> activity = o.CallAsync<long>(Square, value + 17);
        Task first = await Task.WhenAny(timer, activity);
        stop.Cancel();
        return first == activity ? await activity : throw new InvalidOperationException("An hour has passed.");
    }
}
