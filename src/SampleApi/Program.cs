using System.CommandLine;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.CommandLine;

SampleApiCommandLine commandLine = new(defaultPort: 5080);
RootCommand root = new("A stand-in for the Rick and Morty API on 127.0.0.1: the same JSON, generated data, faults on demand.");
foreach (Option option in commandLine.Options)
{
    root.Options.Add(option);
}

root.SetAction(RunAsync);
ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count == 0)
{
    return await parsed.InvokeAsync();
}

foreach (string message in parsed.Errors.Select(static error => error.Message).Distinct())
{
    await Console.Error.WriteLineAsync(message);
}

await Console.Error.WriteLineAsync("--help lists the options.");
return 2;

async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
{
    // Why the host does not start is said below.
    using ILoggerFactory loggers = LoggerFactory.Create(static logging => logging
        .SetMinimumLevel(LogLevel.Error)
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace));
    SampleApiOptions options = commandLine.Read(result, loggers);

    try
    {
        await using SampleApiServer server = await SampleApiServer.StartAsync(options, cancellationToken);
        Console.WriteLine($"The sample API is at {server.BaseAddress} with {options.Characters} characters.");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
    catch (IOException exception)
    {
        await Console.Error.WriteLineAsync($"Cannot listen on port {options.Port}: {exception.Message} Give another with --port, or 0 for any free one.");
        return 1;
    }
    catch (OperationCanceledException)
    {
        // Stopped by Ctrl-C or SIGTERM.
    }

    return 0;
}
