using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CharacterFanOut.EndToEnd.BlackBox.Answers;

/// <summary>Makes answers of two hosts, and of two runs, comparable.</summary>
/// <param name="address">The host's address.</param>
/// <param name="names">What to put a name in braces for, such as an instance id.</param>
internal sealed partial class AnswerNormalizer(Uri address, IReadOnlyDictionary<string, string> names)
{
    private static readonly string[] Headers = ["Location", "Retry-After", "x-ms-continuation-token"];

    // What differs from run to run, and what is worded or traced by each host in its own way.
    private static readonly HashSet<string> Opaque = ["customStatus", "latency", "log", "message", "StackTrace", "Details"];

    // What the extension notes for its own tracing.
    private static readonly HashSet<string> Tracing = ["ClientSpanId", "Correlation", "GenerateNewTrace", "ParentTraceContext", "Tags"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HashSet<string> shownUris = new(StringComparer.Ordinal);

    /// <summary>The answer as text.</summary>
    public async Task<string> TextOfAsync(HttpMethod method, string path, HttpResponseMessage answer)
    {
        var text = new StringBuilder($"{method} {Named(path)}\n{(int)answer.StatusCode} {answer.Content.Headers.ContentType}".TrimEnd());
        foreach (var header in Headers)
        {
            if (answer.Headers.TryGetValues(header, out var values))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{header}: {(header[0] == 'x' ? "{token}" : Named(string.Join(", ", values)))}");
            }
        }

        var body = await answer.Content.ReadAsStringAsync();
        return body.Length == 0 ? text.ToString() : text.Append('\n').Append(BodyOf(body, (int)answer.StatusCode >= 400)).ToString();
    }

    private string BodyOf(string body, bool refused)
    {
        try
        {
            var node = Clean(JsonNode.Parse(body), null);
            if (refused && (node as JsonObject)?.ContainsKey("runtimeStatus") != true)
            {
                return WithoutWording(node)?.ToJsonString(Indented) ?? "null";
            }

            return node is JsonObject { Count: > 0 } uris && uris.ContainsKey("statusQueryGetUri") ? UrisOf(uris) : node?.ToJsonString(Indented) ?? "null";
        }
        catch (JsonException)
        {
            return Named(body).ReplaceLineEndings("\n").Replace("\n\n", "\n", StringComparison.Ordinal).Trim();
        }
    }

    // The addresses to manage an instance by are shown once: they are the same for all.
    private string UrisOf(JsonObject uris)
    {
        var text = uris.ToJsonString(Indented);
        var id = uris["id"]!.GetValue<string>();
        return shownUris.Add(text.Replace(id, "{any}", StringComparison.Ordinal)) ? text : $"(the addresses of {id}, as above)";
    }

    // Each host refuses in its own words; what counts is which members they stand in.
    private static JsonNode? WithoutWording(JsonNode? node) => node switch
    {
        null => null,
        JsonObject given => new JsonObject(given.Select(pair => KeyValuePair.Create(pair.Key, WithoutWording(pair.Value)))),
        JsonValue given when given.GetValueKind() == JsonValueKind.String => "{text}",
        _ => node.DeepClone(),
    };

    private JsonNode? Clean(JsonNode? node, string? member) => node switch
    {
        not null when member is not null && Opaque.Contains(member) => $"{{{node.GetValueKind()}}}",
        JsonObject given => new JsonObject(given
            .Where(pair => !Tracing.Contains(pair.Key))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, Clean(pair.Value, pair.Key)))),
        JsonArray given => new JsonArray([.. given.Select(item => Clean(item, null))]),
        JsonValue given when given.GetValueKind() == JsonValueKind.String => CleanText(given.GetValue<string>()),
        null => null,
        _ => node.DeepClone(),
    };

    private string CleanText(string text) => text.StartsWith('{') || text.StartsWith('[') ? "{JSON}" : Named(text);

    private string Named(string text)
    {
        foreach (var (value, name) in names)
        {
            text = text.Replace(value, $"{{{name}}}", StringComparison.Ordinal);
        }

        text = text.Replace(address.AbsoluteUri.TrimEnd('/'), "{host}", StringComparison.Ordinal);
        text = Time().Replace(text, "{time}");
        text = Id().Replace(text, "{id}");
        return HubAndKey().Replace(text, "$1={$1}");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")]
    private static partial Regex Time();

    [GeneratedRegex("[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex(@"\b(taskHub|code|connection)=[^&""]*")]
    private static partial Regex HubAndKey();
}
