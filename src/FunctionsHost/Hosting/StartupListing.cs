using System.Text;
using FunctionsHost.Functions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Hosting;

/// <summary>Lists the functions in the log, once requests are taken.</summary>
internal sealed partial class StartupListing(HostAddress address, FunctionTable table, HostSettings settings, ILogger<StartupListing> logger) : IHostedService
{
    private const string ManagementPath = "runtime/webhooks/durabletask";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            Log.Listing(logger, Describe());
        }

        foreach (var (name, trigger) in table.Unsupported)
        {
            Log.Unsupported(logger, name, trigger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Describe()
    {
        var text = new StringBuilder().AppendLine("Functions:").AppendLine();
        foreach (var function in table.Functions)
        {
            var what = function switch
            {
                { Http: { } http } => $"[{(http.Methods.Count == 0 ? "any method" : string.Join(',', http.Methods))}] {address.Base}{http.Template}",
                { Timer: { } timer } => $"timerTrigger {timer.Schedule}",
                _ => function.Definition.Trigger.Type,
            };
            text.Append("  ").Append(function.Name).Append(": ").AppendLine(what);
        }

        foreach (var disabled in table.Disabled)
        {
            text.Append("  ").Append(disabled).AppendLine(": disabled");
        }

        foreach (var (name, trigger) in table.Unsupported)
        {
            text.Append("  ").Append(name).Append(": not run, this host has no ").AppendLine(trigger);
        }

        return text.AppendLine()
            .Append("Durable management: ").Append(address.Base).AppendLine(ManagementPath)
            .Append("State: ").Append(settings.Storage == FunctionsHostStorage.Azure ? "Azure Storage, and " : "").Append(settings.DataDirectory)
            .ToString();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Listing}")]
        public static partial void Listing(ILogger logger, string listing);

        [LoggerMessage(2, LogLevel.Warning, "Function '{Function}' is not run: this host has no {Trigger}.")]
        public static partial void Unsupported(ILogger logger, string function, string trigger);
    }
}
