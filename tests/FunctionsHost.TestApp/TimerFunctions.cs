using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsHost.TestApp;

/// <summary>Timer functions that note each run as a line of the file that TEST_RUNS names.</summary>
public sealed class TimerFunctions
{
    [Function("Hourly")]
    public Task HourlyAsync([TimerTrigger("0 0 * * * *")] TimerInfo timer) => NoteAsync("Hourly", timer);

    [Function("Scheduled")]
    public Task ScheduledAsync([TimerTrigger("%TEST_SCHEDULE%", UseMonitor = false)] TimerInfo timer) => NoteAsync("Scheduled", timer);

    [Function("Startup")]
    public Task StartupAsync([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => NoteAsync("Startup", timer);

    [Function("Retried")]
    [FixedDelayRetry(2, "00:00:10")]
    public async Task RetriedAsync([TimerTrigger("0 0 0 2 1 *")] TimerInfo timer, FunctionContext context)
    {
        await NoteAsync($"Retried {context.RetryContext?.RetryCount}/{context.RetryContext?.MaxRetryCount}", timer);
        throw new InvalidOperationException("again");
    }

    private static Task NoteAsync(string what, TimerInfo timer)
        => Environment.GetEnvironmentVariable("TEST_RUNS") is { Length: > 0 } file
            ? File.AppendAllTextAsync(file, $"{what} {JsonSerializer.Serialize(timer)}{Environment.NewLine}")
            : Task.CompletedTask;
}
