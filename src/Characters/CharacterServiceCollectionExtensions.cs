using CharacterFanOut.Characters.Resilience;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Characters;

/// <summary>Registers the upstream.</summary>
public static class CharacterServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="CharacterClient"/> with its resilience pipeline, its options bound to the section <c>CharacterApi</c> and validated
    /// at start. Everything runs on the registered <see cref="TimeProvider"/>; the system's is added if there is none. Safe to call twice.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configuration">The root of the configuration.</param>
    /// <returns><paramref name="services"/>.</returns>
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
        services.TryAddTransient<AttemptHandler>();

        // One client for all fetches: its handler lives as long as it does, and a client each would parse the same headers each time.
        services.AddSingleton(static provider => new CharacterClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(CharacterClient)),
            provider.GetRequiredService<IOptions<CharacterApiOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        IHttpClientBuilder client = services.AddHttpClient(nameof(CharacterClient), Address)
            .UseSocketsHttpHandler(Connect)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        client.AddResilienceHandler(CharacterPipeline.Name, static (pipeline, context) => CharacterPipeline.Configure(
            pipeline, OptionsOf(context.ServiceProvider), context.ServiceProvider.GetRequiredService<TimeProvider>()));
        client.AddHttpMessageHandler<AttemptHandler>();
        return services;
    }

    private static void Address(IServiceProvider services, HttpClient http)
    {
        CharacterApiOptions options = OptionsOf(services);
        string address = options.BaseAddress.AbsoluteUri;
        http.BaseAddress = address.EndsWith('/') ? options.BaseAddress : new Uri(address + "/");
        http.DefaultRequestHeaders.UserAgent.ParseAdd(options.UserAgent);
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");

        // The pipeline's total timeout is the one that counts, and it runs on the registered clock.
        http.Timeout = Timeout.InfiniteTimeSpan;
    }

    // Connections are renewed by their own lifetime, so the handler, and with it every client that was given out, may live for ever.
    private static void Connect(SocketsHttpHandler handler, IServiceProvider services)
    {
        CharacterApiOptions options = OptionsOf(services);
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.AutomaticDecompression = System.Net.DecompressionMethods.All;
        handler.MaxConnectionsPerServer = options.MaxConnections;
        handler.PooledConnectionLifetime = options.ConnectionLifetime;
        handler.ConnectTimeout = options.AttemptTimeout;
    }

    private static CharacterApiOptions OptionsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<CharacterApiOptions>>().Value;
}
