using System.Data.Common;
using System.Net.Sockets;
using FunctionsHost.Worker;
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
        WorkerStartException { WorkerOutput: { } output } when !output.Contains(Environment.NewLine, StringComparison.Ordinal) => CliException.BadInput(output, failure),
        UnauthorizedAccessException => CliException.BadInput($"{failure.Message} Name a folder that can be written with --data.", failure),
        IOException when failure.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => CliException.BadInput(
            $"Port {options.Port} is taken: another program listens there. Give another port with --port, or 0 for any free one.", failure),
        IOException when failure.GetBaseException() is SocketException socket => CliException.BadInput(
            $"Cannot listen on {options.BindAddress ?? "127.0.0.1"}, port {options.Port}: {socket.Message}. Give another with --bind or --port.", failure),
        _ when failure.GetBaseException() is DbException => CliException.BadInput(
            $"The host cannot start on {options.DataFolder}: {failure.Message} Repair the folder, or name another with --data.".ReplaceLineEndings(" "), failure),
        _ => CliException.BadInput($"The host cannot start: {failure.Message}", failure),
    };

    /// <summary>The explanation of a data folder that another host has open.</summary>
    public static CliException InUse(string dataFolder)
    {
        var address = HostNote.Read(dataFolder)?.Address?.GetLeftPart(UriPartial.Authority);
        return CliException.BadInput(address is null
            ? $"A host that is just starting or stopping has {dataFolder} open. Try again in a moment, or name another folder with --data."
            : $"A host at {address} has {dataFolder} open. Use it with --host {address}, or name another folder with --data.");
    }
}
