using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Registry;
using Polly.Telemetry;

namespace CharacterFanOut.Characters;

public static class CharacterServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="CharacterClient"/> with its resilience pipeline. Its options are bound to the section <c>CharacterApi</c> and validated
    /// at start. Every wait runs on the registered <see cref="TimeProvider"/>; the system's is added if there is none. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddCharacterClient(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(CharacterClient)))
        {
            return services;
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<CharacterApiOptions>()
            .Bind(configuration.GetSection(CharacterApiOptions.SectionName))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<CharacterApiOptions>, CharacterApiOptionsRangeValidator>();
        services.AddSingleton<IValidateOptions<CharacterApiOptions>, CharacterApiOptionsValidator>();
        services.AddHttpClient(nameof(CharacterClient), Configure)
            .UseSocketsHttpHandler(Configure)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

        // Polly calls each refusal an error. Here the rate limit does what it is there for.
        services.Configure<TelemetryOptions>(static telemetry => telemetry.SeverityProvider = static arguments =>
            arguments.Event.EventName == "OnRateLimiterRejected" ? ResilienceEventSeverity.Debug : arguments.Event.Severity);
        services.AddResiliencePipeline<string, Attempt>(CharacterPipeline.Name, static (pipeline, context) => CharacterPipeline.Configure(
            pipeline, OptionsOf(context.ServiceProvider), context.ServiceProvider.GetRequiredService<TimeProvider>()));

        // One client for all fetches: with one each, the same headers would be parsed each time.
        services.AddSingleton(static provider => new CharacterClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CharacterClient)),
            provider.GetRequiredService<ResiliencePipelineProvider<string>>().GetPipeline<Attempt>(CharacterPipeline.Name),
            provider.GetRequiredService<IOptions<CharacterApiOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static void Configure(IServiceProvider services, HttpClient http)
    {
        CharacterApiOptions options = OptionsOf(services);
        http.BaseAddress = options.Address.Root;
        http.DefaultRequestHeaders.UserAgent.ParseAdd(options.UserAgent);
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        foreach ((string name, string value) in options.Headers)
        {
            http.DefaultRequestHeaders.Remove(name);
            http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        // The pipeline's total timeout is the one that counts, and it runs on the registered clock.
        http.Timeout = Timeout.InfiniteTimeSpan;
    }

    // Connections are renewed by their own lifetime, so one handler serves as long as the process runs.
    private static void Configure(SocketsHttpHandler handler, IServiceProvider services)
    {
        CharacterApiOptions options = OptionsOf(services);
        TimeProvider time = services.GetRequiredService<TimeProvider>();
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.AutomaticDecompression = System.Net.DecompressionMethods.All;
        handler.MaxResponseHeadersLength = AttemptSender.MaxHeadersKilobytes;
        handler.PooledConnectionLifetime = options.ConnectionLifetime;

        // Sooner than the attempt's timeout, so that an upstream without connections is told from one that is slow to answer.
        handler.ConnectTimeout = options.AttemptTimeout / 2;

        // An answer that is given up is given up now, and not read on in the background.
        handler.MaxResponseDrainSize = 0;
        handler.ConnectCallback = (context, cancellationToken) => UpstreamConnection.ConnectAsync(context, options.CloseTimeout, time, cancellationToken);
    }

    private static CharacterApiOptions OptionsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<CharacterApiOptions>>().Value;
}
