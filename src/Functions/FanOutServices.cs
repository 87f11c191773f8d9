using System.Text.Json;
using Azure.Core.Serialization;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Exports;
using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Orchestrations;
using CharacterFanOut.Functions.Reports;
using CharacterFanOut.Functions.Schedules;
using CharacterFanOut.Functions.Settings;
using CharacterFanOut.Functions.Telemetry;
using CharacterFanOut.Functions.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions;

internal static class FanOutServices
{
    private static readonly TimeSpan NotifyTimeout = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddFanOut(this IServiceCollection services, ConfigurationManager configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<WorkerOptions>(worker => worker.Serializer = new JsonObjectSerializer(JsonSerializerOptions.Web));
        services.AddFanOutTelemetry(configuration);
        services.AddCheckedOptions<CharacterApiOptions>(configuration.GetSection(CharacterApiOptions.SectionName));
        services.AddCharacterClient(configuration);
        services.AddCheckedOptions<FanOutOptions>(configuration.GetSection(FanOutOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddCheckedOptions<ReportsOptions>(configuration.GetSection(ReportsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<SettingsCheck>();
        services.TryAddSingleton<IReportStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<ReportsOptions>>();
            return options.Value.Store == ReportStoreKind.Blobs
                ? new BlobReportStore(BlobContainers.Create(configuration, options.Value.Container))
                : new FileReportStore(options);
        });
        services.TryAddSingleton<FanOutResults>();
        services.TryAddSingleton<FanOutComparison>();
        services.TryAddSingleton<FanOutStarter>();
        services.TryAddSingleton<FanOutScheduler>();
        services.TryAddSingleton<ScheduleBook>();
        services.TryAddSingleton<FanOutReader>();
        services.TryAddSingleton<FanOutLister>();
        services.TryAddSingleton<FanOutDeletion>();
        services.TryAddSingleton<ResultExporter>();
        services.TryAddSingleton<NothingScheduled>();
        services.AddHttpClient(NotifyCompletion.ClientName, client => client.Timeout = NotifyTimeout)
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,

                // Through a proxy, the address that is checked would be the proxy's.
                UseProxy = false,
                ConnectCallback = new NotifyConnection(provider.GetRequiredService<IOptions<FanOutOptions>>()).ConnectAsync,
            });
        return services;
    }

    private static OptionsBuilder<T> AddCheckedOptions<T>(this IServiceCollection services, IConfigurationSection section)
        where T : class, new() =>
        services.AddOptions<T>().Configure(_ => SettingsCheck.CheckValues<T>(section)).Bind(section);
}
