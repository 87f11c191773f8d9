using System.Text;

namespace FunctionsHost.Hosting;

/// <summary>Lists the functions in the log, once requests are taken.</summary>
internal sealed partial class StartupListing(HostAddress address, FunctionTable table, HostSettings settings, ILogger<StartupListing> logger) : IHostedService
{
    private static readonly HashSet<string> Bindings = new(StringComparer.OrdinalIgnoreCase) { "http", "durableClient" };

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

        foreach (var (function, binding) in table.Functions.SelectMany(static function => function.Definition.Bindings.Where(IsMissing), static (function, binding) => (function, binding)))
        {
            Log.Missing(logger, function.Name, binding.Type, binding.Name, IsOutput(binding) ? "what it writes there is dropped" : "it gets nothing from there");
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsMissing(FunctionBinding binding) => !binding.IsTrigger && !Bindings.Contains(binding.Type);

    private static bool IsOutput(FunctionBinding binding)
        => binding.Properties.TryGetProperty("direction", out var direction) && direction.ValueKind == JsonValueKind.String && string.Equals(direction.GetString(), "out", StringComparison.OrdinalIgnoreCase);

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

        [LoggerMessage(3, LogLevel.Warning, "Function '{Function}' has the binding '{Name}' to a {Type}, which this host does not have: {Consequence}.")]
        public static partial void Missing(ILogger logger, string function, string type, string name, string consequence);

        [LoggerMessage(2, LogLevel.Warning, "Function '{Function}' is not run: this host has no {Trigger}.")]
        public static partial void Unsupported(ILogger logger, string function, string trigger);
    }
}
