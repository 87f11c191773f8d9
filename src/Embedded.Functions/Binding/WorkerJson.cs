using System.Text.Json;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EmbeddedFunctions.Binding;

/// <summary>
/// The worker's own JSON: of request and response data, and of everything durable. As in the real worker it writes members
/// as they are spelled and reads them in any case, until the app says otherwise.
/// </summary>
internal static class WorkerJson
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<JsonSerializerOptions>, AnyCase>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<WorkerOptions>, DefaultSerializer>());
    }

    /// <summary>The serializer that the app chose, or the usual one.</summary>
    public static ObjectSerializer Serializer(IServiceProvider services)
        => services.GetService<IOptions<WorkerOptions>>()?.Value.Serializer
            ?? throw new InvalidOperationException("The worker has no serializer: set WorkerOptions.Serializer, or leave it alone.");

    /// <summary>Whether the app may have chosen a serializer of its own.</summary>
    public static bool IsChosen(IServiceProvider services) => services.GetServices<IConfigureOptions<WorkerOptions>>().Any();

    /// <summary>How System.Text.Json is to write and read.</summary>
    public static JsonSerializerOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<JsonSerializerOptions>>().Value;

    private sealed class AnyCase : IConfigureOptions<JsonSerializerOptions>
    {
        public void Configure(JsonSerializerOptions options) => options.PropertyNameCaseInsensitive = true;
    }

    private sealed class DefaultSerializer(IOptions<JsonSerializerOptions> json) : IPostConfigureOptions<WorkerOptions>
    {
        public void PostConfigure(string? name, WorkerOptions options) => options.Serializer ??= new JsonObjectSerializer(json.Value);
    }
}
