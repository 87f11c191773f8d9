using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CharacterFanOut.EndToEnd.BlackBox;

/// <summary>
/// Holds JSON against a schema, as far as the app's OpenAPI document uses JSON Schema; a keyword that it does not know is an error, so
/// nothing passes because nobody looked.
/// </summary>
internal sealed class JsonSchemaCheck(JsonElement document)
{
    /// <summary>What is wrong with a value; empty when nothing is.</summary>
    public IReadOnlyList<string> Check(JsonElement schema, JsonElement value)
    {
        var wrong = new List<string>();
        Check(schema, value, "$", wrong);
        return wrong;
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<string> wrong)
    {
        if (schema.ValueKind == JsonValueKind.True)
        {
            return;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            switch (keyword.Name)
            {
                case "$ref":
                    Check(Resolve(keyword.Value.GetString()!), value, at, wrong);
                    break;
                case "type":
                    if (!TypesOf(keyword.Value).Any(type => Is(value, type)))
                    {
                        wrong.Add($"{at} is {value.ValueKind}, not {keyword.Value}");
                    }

                    break;
                case "enum":
                    if (!keyword.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
                    {
                        wrong.Add($"{at} is {value}, not one of {keyword.Value}");
                    }

                    break;
                case "anyOf":
                    if (!keyword.Value.EnumerateArray().Any(one => Check(one, value).Count == 0))
                    {
                        wrong.Add($"{at} fits none of {keyword.Value}");
                    }

                    break;
                case "required" when value.ValueKind == JsonValueKind.Object:
                    wrong.AddRange(keyword.Value.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{at} has no {name}"));
                    break;
                case "properties" when value.ValueKind == JsonValueKind.Object:
                    CheckMembers(schema, keyword.Value, value, at, wrong);
                    break;
                case "additionalProperties" when value.ValueKind == JsonValueKind.Object && !schema.TryGetProperty("properties", out _):
                    foreach (var member in value.EnumerateObject())
                    {
                        Check(keyword.Value, member.Value, $"{at}.{member.Name}", wrong);
                    }

                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
                    {
                        Check(keyword.Value, item, $"{at}[{index}]", wrong);
                    }

                    break;
                case "format" when value.ValueKind == JsonValueKind.String:
                    CheckFormat(keyword.Value.GetString()!, value.GetString()!, at, wrong);
                    break;
                case "pattern" when value.ValueKind == JsonValueKind.String:
                    if (!Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)))
                    {
                        wrong.Add($"{at} is {value}, which does not match {keyword.Value}");
                    }

                    break;
                case "pattern" or "required" or "properties" or "additionalProperties" or "items" or "format" or "description" or "default":
                    break;
                default:
                    wrong.Add($"{at}: the schema has {keyword.Name}, which this check does not know");
                    break;
            }
        }
    }

    // An answer has no member that its schema does not name: what is served is what is written down.
    private void CheckMembers(JsonElement schema, JsonElement properties, JsonElement value, string at, List<string> wrong)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetProperty(member.Name, out var property))
            {
                Check(property, member.Value, $"{at}.{member.Name}", wrong);
            }
            else if (!schema.TryGetProperty("additionalProperties", out _))
            {
                wrong.Add($"{at} has {member.Name}, which the schema does not name");
            }
        }
    }

    private static void CheckFormat(string format, string text, string at, List<string> wrong)
    {
        var right = format switch
        {
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
            _ => false,
        };
        if (!right)
        {
            wrong.Add($"{at} is \"{text}\", which is no {format}");
        }
    }

    private static IEnumerable<string> TypesOf(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => false,
    };

    private JsonElement Resolve(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(document, (element, name) => element.GetProperty(name));
}
