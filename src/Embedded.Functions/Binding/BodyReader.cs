using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmbeddedFunctions.Binding;

/// <summary>Reads JSON bodies with the app's HTTP JSON options.</summary>
internal static class BodyReader
{
    public static JsonSerializerOptions Options(IServiceProvider services)
        => services.GetService<IOptions<JsonOptions>>()?.Value.SerializerOptions ?? JsonSerializerOptions.Web;

    public static ValueTask<object?> ReadJsonAsync(Stream body, Type type, IServiceProvider services, CancellationToken cancellation)
        => JsonSerializer.DeserializeAsync(body, type, Options(services), cancellation);
}
