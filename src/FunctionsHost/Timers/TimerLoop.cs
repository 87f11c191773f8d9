using System.Threading.Channels;
using FunctionsHost.Worker;

namespace FunctionsHost.Timers;

/// <summary>Waits for one timer function's occurrences and runs it.</summary>
internal sealed partial class TimerLoop(
    DeclaredFunction function,
    IFunctionInvoker invoker,
    TimerStatusFile statuses,
    HostDrain drain,
    TimeProvider time,
    ILogger<TimerLoop> logger)
{
    // A delay counts the time that the computer is awake, an occurrence is a time of the day: after a night with the lid closed the two
    // are hours apart. So the day is looked at this often.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Channel<bool> _triggers = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TimerDeclaration _timer = function.Timer!;

    public string Function => function.Name;

    /// <summary>Asks for a run out of turn.</summary>
    public void Trigger() => _triggers.Writer.TryWrite(true);

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var last = ReadLast();
            var now = time.GetUtcNow();
            var missed = last is { } from && _timer.Schedule.Next(from) <= now;
            if (missed || _timer.RunOnStartup)
            {
                // One run makes up for all that was missed, so the schedule counts from now on.
                last = await RunOnceAsync(now, last, missed, stopping).ConfigureAwait(false);
            }
            else if (last is null)
            {
                // A first start leaves a mark, so that the next one can tell what was missed since.
                Keep(Status(last: null, now));
            }

            while (!stopping.IsCancellationRequested)
            {
                var next = _timer.Schedule.Next(time.GetUtcNow());
                var outOfTurn = await WaitAsync(next, stopping).ConfigureAwait(false);
                last = await RunOnceAsync(outOfTurn ? time.GetUtcNow() : next, last, pastDue: false, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops between two runs, or cut one short.
        }
        catch (Exception e)
        {
            Log.Stopped(logger, Function, e);
        }
    }

    /// <summary>The instant that the schedule is counted from: the last occurrence, or when the timer was first seen.</summary>
    private DateTimeOffset? ReadLast()
    {
        var status = _timer.UseMonitor ? statuses.Read(Function) : null;
        return status is null ? null : Utc(status.Last == default ? status.LastUpdated : status.Last);
    }

    private static DateTimeOffset Utc(DateTime instant) => new(DateTime.SpecifyKind(instant.ToUniversalTime(), DateTimeKind.Utc));

    /// <summary>Waits for the next occurrence; true when asked to run before it.</summary>
    private async Task<bool> WaitAsync(DateTimeOffset next, CancellationToken stopping)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var triggered = _triggers.Reader.ReadAsync(until.Token).AsTask();
        try
        {
            while (next - time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
            {
                var delay = Task.Delay(wait < LongestWait ? wait : LongestWait, time, until.Token);
                if (await Task.WhenAny(triggered, delay).ConfigureAwait(false) == triggered)
                {
                    await triggered.ConfigureAwait(false);
                    return true;
                }

                await delay.ConfigureAwait(false);
            }

            return false;
        }
        finally
        {
            await until.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<DateTimeOffset> RunOnceAsync(DateTimeOffset occurrence, DateTimeOffset? last, bool pastDue, CancellationToken stopping)
    {
        // A function that blocks must not hold up the start of the host or of other timers.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        for (var retries = 0; !await TryRunAsync(occurrence, last, pastDue, retries).ConfigureAwait(false); retries++)
        {
            // Between two tries the host may stop: then the occurrence stays due, and the next start makes up for it.
            await Task.Delay(_timer.Retry!.Delay(retries), time, stopping).ConfigureAwait(false);
        }

        Keep(Status(occurrence, time.GetUtcNow()));
        return occurrence;
    }

    /// <summary>Runs the function; false when it is to be tried again.</summary>
    private async Task<bool> TryRunAsync(DateTimeOffset occurrence, DateTimeOffset? last, bool pastDue, int retries)
    {
        var input = new TriggerInput(Describe(_timer.UseMonitor ? Status(last, occurrence) : null, pastDue), IsJson: true)
        {
            Retry = _timer.Retry is { } retry ? (retries, retry.MaxCount) : default,
        };
        try
        {
            await invoker.InvokeAsync(Function, input, drain.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (drain.Token.IsCancellationRequested && e is WorkerUnavailableException or FunctionFailedException { IsCancelled: true })
        {
            // Cut short by the host's end, the occurrence stays due: the next start makes up for it.
            throw new OperationCanceledException(e.Message, e, drain.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (_timer.Retry?.Goes(retries) == true)
            {
                Log.Retried(logger, Function, Reason(e), _timer.Retry.Delay(retries));
                return false;
            }

            // A run that fails is over: the next occurrence is another one.
            Log.Failed(logger, Function, Reason(e));
            return true;
        }
    }

    private static string Reason(Exception e)
        => e is FunctionFailedException failed ? $"invocation {failed.InvocationId}, {failed.RemoteType}: {failed.RemoteMessage}{Environment.NewLine}{failed.RemoteStackTrace}" : e.Message;

    /// <summary>The trigger's value, as the worker's timer extension reads it.</summary>
    private static string Describe(ScheduleStatus? status, bool pastDue)
        => JsonSerializer.Serialize(new { Schedule = new { AdjustForDST = true }, ScheduleStatus = status, IsPastDue = pastDue });

    private ScheduleStatus Status(DateTimeOffset? last, DateTimeOffset now)
        => new(last?.UtcDateTime ?? default, time.GetUtcNow().UtcDateTime, _timer.Schedule.Next(now).UtcDateTime);

    private void Keep(ScheduleStatus status)
    {
        if (!_timer.UseMonitor)
        {
            return;
        }

        try
        {
            statuses.Write(Function, status);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, Function, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Timer function '{Function}' failed ({Reason}); it runs again at its next time.")]
        public static partial void Failed(ILogger logger, string function, string reason);

        [LoggerMessage(3, LogLevel.Error, "The schedule of timer function '{Function}' cannot be kept: after a restart it may run again, or not make up for what it missed.")]
        public static partial void NotKept(ILogger logger, string function, Exception exception);

        [LoggerMessage(4, LogLevel.Warning, "Timer function '{Function}' failed ({Reason}); it is tried again in {Delay}.")]
        public static partial void Retried(ILogger logger, string function, string reason, TimeSpan delay);

        [LoggerMessage(2, LogLevel.Critical, "Timer function '{Function}' has stopped running.")]
        public static partial void Stopped(ILogger logger, string function, Exception exception);
    }
}
