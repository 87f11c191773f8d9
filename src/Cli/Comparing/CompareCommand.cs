using System.CommandLine;
using System.Text.Json;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Commands;
using CharacterFanOut.Cli.Terminal;
using CharacterFanOut.SampleApi.CommandLine;
using CharacterFanOut.SampleApi.Faults;
using Spectre.Console;

namespace CharacterFanOut.Cli.Comparing;

internal sealed class CompareCommand : CliCommand
{
    private static readonly Latency DefaultLatency = Latency.TryParse("exp:50ms", out var latency, out _) ? latency : Latency.None;

    private readonly Argument<IdSet?> ids = RequestOptions.CreateIds(ArgumentArity.ExactlyOne);
    private readonly SampleApiCommandLine sample = new("sample-");

    public CompareCommand(TerminalSession terminal)
        : base(
            terminal, "compare", "Fetch the same ids one by one, by a pool, all at once, and durably; kill each half-way",
            ("fanout compare 1-99", "from an upstream that takes 50 ms on average"),
            ("fanout compare 1-400 --sample-fail 0.05", "from one that fails now and then"),
            ("fanout compare 1-400 --sample-throttle 300/s", "from one that throttles"))
    {
        // Without latency all contenders would be equal.
        sample.Options.OfType<Option<Latency>>().Single().DefaultValueFactory = static _ => DefaultLatency;
        ids.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: "all" }])
            {
                result.AddError("ids: name them, such as 1-99: the sample upstream has as many as are asked for.");
            }
        });
        AddAll([ids, .. sample.Options, Json]);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        var comparison = Terminal.CanRedraw
            ? await Terminal.Messages.Value.Status().StartAsync("…", status => CompareAsync(result, line => status.Status(Markup.Escape(line))))
            : await CompareAsync(result, Terminal.Error.WriteLine);
        if (result.GetValue(Json))
        {
            await Terminal.Output.WriteLineAsync(JsonSerializer.Serialize(comparison, ClientJsonContext.Default.Comparison));
        }
        else
        {
            Terminal.Results.Value.Write(ComparisonView.Create(comparison));
        }

        return ExitCodes.Success;
    }

    private Task<Comparison> CompareAsync(ParseResult result, Action<string> report) =>
        new ComparisonRunner(sample.Read(result), Terminal.Time, report).RunAsync(result.GetValue(ids)!, Interrupted);
}
