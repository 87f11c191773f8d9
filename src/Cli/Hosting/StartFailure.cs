using Microsoft.Extensions.Options;

namespace CharacterFanOut.Cli.Hosting;

/// <summary>Says why a host does not start, to someone who typed a command.</summary>
internal static class StartFailure
{
    /// <summary>The explanation; the failure itself when it is one already, or no failure of the start.</summary>
    public static Exception Explain(Exception failure, LocalHostOptions options) => failure switch
    {
        CliException or OperationCanceledException => failure,
        ArgumentException or OptionsValidationException => CliException.BadInput(failure.Message, failure),
        UnauthorizedAccessException => CliException.BadInput($"{failure.Message} Name a folder that can be written with --data.", failure),
        IOException when options.Port != 0 => CliException.BadInput(
            $"Cannot listen on port {options.Port}: {failure.Message} Give another with --port, or 0 for any free one.", failure),
        _ => CliException.BadInput($"The host cannot start: {failure.Message}", failure),
    };

    /// <summary>The explanation of a data folder that another host has open.</summary>
    public static CliException InUse(string dataFolder)
    {
        var address = HostNote.Read(dataFolder)?.Address?.GetLeftPart(UriPartial.Authority);
        return CliException.BadInput($"A host{(address is null ? "" : $" at {address}")} has {dataFolder} open. "
            + $"Use it with --host {address ?? "URL"}, or name another folder with --data.");
    }
}
