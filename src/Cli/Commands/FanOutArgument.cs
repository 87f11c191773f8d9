using System.CommandLine;

namespace CharacterFanOut.Cli.Commands;

/// <summary>Which fan-out a command is about.</summary>
/// <param name="isOptional">Whether the newest is meant where none is named.</param>
/// <param name="known">Completes it.</param>
internal sealed class FanOutArgument(bool isOptional, KnownFanOuts known)
{
    /// <summary>The argument, to add to a command.</summary>
    public Argument<string?> Id { get; } = new("id")
    {
        Description = isOptional ? "The fan-out [default: the newest]" : "The fan-out, as fanout list shows it",
        Arity = isOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        CompletionSources = { known.Complete },
    };

    /// <summary>The id that was given, or else that of the newest fan-out.</summary>
    public async Task<string> ReadAsync(ParseResult result, FanOutSession session, CancellationToken cancellation) =>
        result.GetValue(Id) ?? await NewestAsync(session, cancellation);

    private static async Task<string> NewestAsync(FanOutSession session, CancellationToken cancellation) =>
        (await session.Client.ListAsync(null, 1, null, cancellation)).Page.FanOuts is [var newest, ..]
            ? newest.Id
            : throw CliException.BadInput(session.NoFanOuts);
}
