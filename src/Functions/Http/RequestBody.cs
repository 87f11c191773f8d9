using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CharacterFanOut.Functions.Http;

/// <summary>Reads a JSON body of bounded size.</summary>
internal static class RequestBody
{
    /// <summary>The most bytes that are read: 1 MB.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The deepest nesting that is read.</summary>
    public const int MaxDepth = 8;

    /// <summary>The body, or the answer to a request that has none that can be read.</summary>
    public static async Task<(JsonDocument? Json, IResult? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType())
        {
            return (null, Problems.NotJson());
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellation)) > 0)
        {
            if (request.ContentLength > MaxBytes || buffer.Length + read > MaxBytes)
            {
                return (null, Problems.TooLarge(MaxBytes));
            }

            await buffer.WriteAsync(chunk.AsMemory(0, read), cancellation);
        }

        try
        {
            buffer.Position = 0;
            var json = await JsonDocument.ParseAsync(
                buffer, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MaxDepth }, cancellation);
            CheckText(json.RootElement);
            return (json, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, Problems.BadRequest($"The body is not JSON: {e.Message}"));
        }
    }

    // The parser leaves text that is no Unicode, such as half a surrogate pair, for whoever reads it to fall over.
    private static void CheckText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    CheckText(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    CheckText(member.Value);
                }

                break;
        }
    }
}
