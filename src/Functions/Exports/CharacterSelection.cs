using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Reports;

namespace CharacterFanOut.Functions.Exports;

/// <summary>What of the characters is exported.</summary>
/// <param name="Ids">Only these; null: all.</param>
/// <param name="Fields">Only these fields, by their names in JSON, such as <c>location.name</c>; none: all.</param>
public sealed record CharacterSelection(IdSet? Ids, IReadOnlyList<string> Fields)
{
    /// <summary>How a character is read when not all of it is wanted.</summary>
    internal static readonly JsonTypeInfo<JsonNode> Json = (JsonTypeInfo<JsonNode>)JsonSerializerOptions.Web.GetTypeInfo(typeof(JsonNode));

    private static readonly string[] Known = [.. Paths(typeof(Character), "")];

    /// <summary>Reads <c>1-5,9</c> and <c>id,name,location.name</c>; an empty text is all.</summary>
    /// <param name="errors">What is wrong, by parameter.</param>
    public static CharacterSelection Read(string ids, string fields, IDictionary<string, string[]> errors)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(errors);
        IdSet? set = null;
        try
        {
            set = ids.Length > 0 ? IdSet.Parse(ids) : null;
        }
        catch (IdSetFormatException e)
        {
            errors[nameof(ids)] = [e.Message];
        }

        string[] names = [.. fields.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
        var unknown = names.Except(Known).Select(name => NearestName.Find(name, Known) is { } near
            ? $"\"{name}\" is no field of a character. Did you mean \"{near}\"?"
            : $"\"{name}\" is no field of a character; there are {string.Join(", ", Known)}.").ToArray();
        if (unknown.Length > 0)
        {
            errors[nameof(fields)] = unknown;
        }

        return new(set, names);
    }

    /// <summary>A field's value as a cell: text and numbers as they are, a list with blanks between.</summary>
    internal static string Cell(JsonNode character, string field) => Text(field.Split('.').Aggregate((JsonNode?)character, (node, name) => node?[name]));

    /// <summary>The batches with what is selected and nothing else.</summary>
    internal IAsyncEnumerable<Stream> Apply(IAsyncEnumerable<Stream> batches, bool whole, CancellationToken cancellationToken) =>
        Ids is null && (whole || Fields.Count == 0) ? batches : SelectAsync(batches, whole, cancellationToken);

    private static IEnumerable<string> Paths(Type type, string prefix) => CharacterJsonContext.Default.GetTypeInfo(type)!.Properties.SelectMany(property =>
        property.PropertyType == typeof(Place) ? Paths(typeof(Place), $"{prefix}{property.Name}.").Prepend(prefix + property.Name) : [prefix + property.Name]);

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join(' ', list.Select(Text)),
        JsonObject => value.ToJsonString(JsonSerializerOptions.Web),
        _ => value.ToString(),
    };

    private async IAsyncEnumerable<Stream> SelectAsync(IAsyncEnumerable<Stream> batches, bool whole, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            var selected = await NdjsonLines.ReadAsync(batch, Json, cancellationToken)
                .Where(character => Ids is null || Ids.Contains((int)character["id"]!))
                .Select(character => whole || Fields.Count == 0 ? character : Pick(character))
                .ToListAsync(cancellationToken);
            using var lines = new MemoryStream(NdjsonLines.Write(selected, Json).ToArray());
            yield return lines;
        }
    }

    private JsonObject Pick(JsonNode character)
    {
        var picked = new JsonObject();
        foreach (var field in Fields)
        {
            var names = field.Split('.');
            var (from, to) = ((JsonNode?)character, picked);
            foreach (var name in names[..^1])
            {
                from = from?[name];
                to = (JsonObject)(to[name] ??= new JsonObject());
            }

            to[names[^1]] = from?[names[^1]]?.DeepClone();
        }

        return picked;
    }
}
