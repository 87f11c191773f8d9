using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FunctionsHost.Reference.Tests.Comparing;

/// <summary>What one host answered to a script: a text for each member of each answer, with what differs from run to run made the same.</summary>
/// <param name="host">The host's address, which is replaced in texts.</param>
internal sealed partial class Answers(Uri host)
{
    private static readonly string[] Headers = ["Location", "Retry-After", "x-ms-continuation-token"];

    private readonly Lock _lock = new();

    /// <summary>The texts, by <c>call / member</c>.</summary>
    public SortedDictionary<string, string> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>How many calls were answered.</summary>
    public int Calls { get; private set; }

    /// <summary>Notes an HTTP answer.</summary>
    public async Task AddAsync(string call, HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        lock (_lock)
        {
            Calls++;
            Add(call, "status", ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture));
            foreach (var header in Headers)
            {
                if (answer.Headers.TryGetValues(header, out var values))
                {
                    Add(call, header, header[0] == 'x' ? Token(values.First()) : string.Join(", ", values));
                }
            }

            if (body.Length > 0)
            {
                Add(call, "Content-Type", answer.Content.Headers.ContentType?.ToString() ?? "");
                AddBody(call, body);
            }
        }
    }

    /// <summary>Notes any value, as its JSON.</summary>
    public void Add(string call, object? value)
    {
        lock (_lock)
        {
            Calls++;
            Add(call, "body", JsonSerializer.SerializeToElement(value));
        }
    }

    private void AddBody(string call, string body)
    {
        try
        {
            Add(call, "body", JsonSerializer.Deserialize<JsonElement>(body));
        }
        catch (JsonException)
        {
            Add(call, "body", body);
        }
    }

    private void Add(string call, string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Add(call, $"{path}.{member.Name}", member.Value);
                }

                break;
            case JsonValueKind.Array:
                Add(call, path, $"{value.GetArrayLength()} items");
                foreach (var (i, item) in value.EnumerateArray().Index())
                {
                    Add(call, $"{path}[{i}]", item);
                }

                break;
            case JsonValueKind.String:
                Add(call, path, $"\"{value.GetString()}\"");
                break;
            default:
                Add(call, path, value.GetRawText());
                break;
        }
    }

    private void Add(string call, string path, string text) => Members.Add($"{call} / {path}", Normalize(text));

    // Where a list goes on is each task hub's own affair; that it does is not.
    private static string Token(string token) => token.Length == 0 ? "" : "{token}";

    private string Normalize(string text)
    {
        text = text.Replace(host.GetLeftPart(UriPartial.Authority), "{host}", StringComparison.Ordinal);
        text = Time().Replace(text, static match => match.Groups[1].Success ? "{time}" : "{time in seconds}");
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
