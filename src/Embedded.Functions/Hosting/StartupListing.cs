using System.Text;
using EmbeddedFunctions.Declarations;
using EmbeddedFunctions.Durable;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.Hosting;

/// <summary>Notes the bound address and lists the functions, once requests are taken.</summary>
internal sealed partial class StartupListing(
    IServer server,
    EmbeddedHostAddress address,
    FunctionTable table,
    HostSettings settings,
    ILogger<StartupListing> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        address.BaseAddress = settings.NoPort ? new Uri("http://localhost/") : Bound();
        if (logger.IsEnabled(LogLevel.Information))
        {
            Log.Listing(logger, Describe());
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Uri Bound()
    {
        var bound = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new Uri(bound.Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal));
    }

    private string Describe()
    {
        var text = new StringBuilder().AppendLine("Functions:").AppendLine();
        foreach (var function in table.Functions)
        {
            var what = function switch
            {
                { Http: { } http } => $"[{(http.Methods.Count == 0 ? "any method" : string.Join(',', http.Methods))}] {address.BaseAddress}{http.Template}",
                { Timer: { } timer } => $"timerTrigger {timer.Schedule}",
                { Trigger: TriggerKind.Activity } => "activityTrigger",
                _ => "orchestrationTrigger",
            };
            text.Append("  ").Append(function.Name).Append(": ").AppendLine(what);
        }

        foreach (var disabled in table.Disabled)
        {
            text.Append("  ").Append(disabled).AppendLine(": disabled");
        }

        return text.AppendLine()
            .Append("Durable management: ").Append(address.BaseAddress.GetLeftPart(UriPartial.Authority)).AppendLine(ManagementAddresses.BasePath)
            .Append("State: ").Append(settings.InMemory ? "in memory" : settings.DataDirectory)
            .ToString();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Listing}")]
        public static partial void Listing(ILogger logger, string listing);
    }
}
