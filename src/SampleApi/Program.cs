using System.CommandLine;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.CommandLine;

const int BadOptions = 2;
const int NotStarted = 1;

SampleApiCommandLine commandLine = new(defaultPort: 5080);
RootCommand root = new("A stand-in for the Rick and Morty API on 127.0.0.1: the same JSON, generated data, faults on demand.");
foreach (Option option in commandLine.Options)
{
    root.Options.Add(option);
}

root.SetAction(RunAsync);
ParseResult parsed = root.Parse(args);

if (parsed.Errors.Count > 0)
{
    foreach (string message in parsed.Errors.Select(static error => error.Message).Distinct())
    {
        await Console.Error.WriteLineAsync(message);
    }

    await Console.Error.WriteLineAsync("--help lists the options.");
    return BadOptions;
}

return await parsed.InvokeAsync();

async Task<int> RunAsync(ParseResult result, CancellationToken stop)
{
    using ILoggerFactory loggers = LoggerFactory.Create(static logging => logging
        .SetMinimumLevel(LogLevel.Error)
        .AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace));
    SampleApiOptions options = commandLine.Read(result, loggers);

    try
    {
        await using SampleApiServer server = await SampleApiServer.StartAsync(options, stop);
        Console.WriteLine($"The sample API is at {server.BaseAddress} with {options.Characters} characters.");
        await Task.Delay(Timeout.InfiniteTimeSpan, stop);
    }
    catch (IOException exception)
    {
        await Console.Error.WriteLineAsync($"Cannot listen on port {options.Port}: {exception.Message} Give another with --port, or 0 for any free one.");
        return NotStarted;
    }
    catch (OperationCanceledException)
    {
        // Asked to stop, by Ctrl-C or SIGTERM.
    }

    return 0;
}
