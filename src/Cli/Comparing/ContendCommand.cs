using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Comparing;

/// <summary><c>fanout contend</c>: a contender of a comparison that is not durable, in the process that will be killed. Not for people.</summary>
internal sealed class ContendCommand : Command
{
    /// <summary>Its name.</summary>
    public const string CommandName = "contend";

    private readonly Argument<string> ids = new("ids");
    private readonly Argument<string> name = new("name");
    private readonly Argument<Uri> upstream = new("upstream") { CustomParser = static result => new Uri(result.Tokens.Single().Value) };

    public ContendCommand(TerminalSession terminal)
        : base(CommandName, "One contender of fanout compare")
    {
        Hidden = true;
        name.AcceptOnlyFromAmong([.. Contender.All.Where(static contender => !contender.IsDurable).Select(static contender => contender.Name)]);
        Arguments.Add(ids);
        Arguments.Add(name);
        Arguments.Add(upstream);
        SetAction(async (result, _) =>
        {
            var contender = Contender.All.Single(contender => contender.Name == result.GetValue(name));
            var asked = result.GetValue(ids)!;
            var all = Expand(asked);
            var (fetched, seconds) = await new PlainFetch(result.GetValue(upstream)!).FetchAsync(all, contender.Concurrency, terminal.Time, terminal.Interrupts.Detach);
            var said = new FetchResult(asked, fetched, all.Count - fetched, seconds);
            await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(said, ComparingJsonContext.Default.FetchResult));
            return said.Failed == 0 ? ExitCodes.Success : ExitCodes.SomeFailed;
        });
    }

    // The ids come as the host writes them in a report: sorted ranges, checked already.
    private static List<int> Expand(string ids) =>
    [
        .. from range in ids.Split(',')
           let ends = range.Split('-').Select(static end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray()
           from id in Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)
           select id,
    ];
}
