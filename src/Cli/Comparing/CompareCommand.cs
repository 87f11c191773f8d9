using System.CommandLine;
using System.Text.Json;
using CharacterFanOut.Cli.Commands;
using CharacterFanOut.Cli.Terminal;
using CharacterFanOut.SampleApi.CommandLine;
using CharacterFanOut.SampleApi.Faults;
using Spectre.Console;

namespace CharacterFanOut.Cli.Comparing;

/// <summary><c>fanout compare</c>: the same ids one by one, by a pool, all at once, and by the durable fan-out.</summary>
internal sealed class CompareCommand : CliCommand
{
    private static readonly Latency DefaultLatency = Latency.TryParse("exp:50ms", out var latency, out _) ? latency : Latency.None;

    private readonly Argument<string> ids = new("ids") { Description = "Character ids such as 1-99 or 1-20,42,50-60" };
    private readonly SampleApiCommandLine sample = new("sample-");
    private readonly JsonOption json = new();

    public CompareCommand(TerminalSession terminal)
        : base(
            terminal, "compare", "Fetch the same ids one by one, by a pool, all at once, and durably; kill each half-way",
            ("fanout compare 1-99", "from an upstream that takes 50 ms on average"),
            ("fanout compare 1-400 --sample-fail 0.05", "from one that fails now and then"),
            ("fanout compare 1-400 --sample-throttle 300/s", "from one that throttles"))
    {
        // Without a latency there would be nothing to see: everyone waits for an upstream.
        sample.Options.OfType<Option<Latency>>().Single().DefaultValueFactory = static _ => DefaultLatency;
        Arguments.Add(ids);
        foreach (var option in sample.Options)
        {
            Options.Add(option);
        }

        Options.Add(json.Option);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        var comparison = Terminal.CanRedraw
            ? await Terminal.Notices.Value.Status().StartAsync("…", status => CompareAsync(result, line => status.Status(Markup.Escape(line))))
            : await CompareAsync(result, Terminal.Error.WriteLine);
        if (json.IsGiven(result))
        {
            await Terminal.Output.WriteLineAsync(JsonSerializer.Serialize(comparison, ComparingJsonContext.Default.Comparison));
        }
        else
        {
            Terminal.Results.Value.Write(ComparisonView.Of(comparison));
        }

        return ExitCodes.Success;
    }

    private Task<Comparison> CompareAsync(ParseResult result, Action<string> say) =>
        new Referee(sample.Read(result), Terminal.Time, say).CompareAsync(result.GetValue(ids)!, Interrupted);
}
