using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>A request's body, read as JSON.</summary>
internal sealed class JsonBody(JsonDocument? document, string? error) : IDisposable
{
    /// <summary>The body; null where there was none.</summary>
    public JsonElement? Root => document?.RootElement;

    /// <summary>What is wrong with it, if anything.</summary>
    public string? Error => error;

    public static async Task<JsonBody> ReadAsync(IHttpRequestFeature request, CancellationToken cancellationToken)
    {
        if (request.Method != "POST")
        {
            return new JsonBody(null, null);
        }

        using MemoryStream bytes = new();

        try
        {
            await request.Body.CopyToAsync(bytes, cancellationToken);
            return new JsonBody(bytes.Length == 0 ? null : JsonDocument.Parse(bytes.ToArray()), null);
        }
        catch (JsonException exception)
        {
            return new JsonBody(null, $"The body is not JSON: {exception.Message}");
        }
        catch (BadHttpRequestException exception)
        {
            return new JsonBody(null, exception.Message);
        }
    }

    public void Dispose() => document?.Dispose();
}
