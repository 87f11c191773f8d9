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
/// <param name="IsOther">Whether what was fetched is something else than characters: it is exported as it came.</param>
public sealed record CharacterSelection(IdSet? Ids, IReadOnlyList<string> Fields, bool IsOther)
{
    private const int ItemsAtOnce = 50; // Up to a megabyte each.

    private static readonly JsonTypeInfo<JsonElement> JsonType = (JsonTypeInfo<JsonElement>)JsonSerializerOptions.Web.GetTypeInfo(typeof(JsonElement));
    private static readonly string[] Known = [.. Paths(typeof(Character), "")];

    /// <summary>Reads <c>1-5,9</c> and <c>id,name,location.name</c>; an empty text is all.</summary>
    /// <param name="isOther">Whether it is of something else than characters, whose fields are not known.</param>
    /// <param name="errors">What is wrong, by parameter.</param>
    public static CharacterSelection Read(string ids, string fields, bool isOther, IDictionary<string, string[]> errors)
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
        var unknown = names.Except(isOther ? names : Known).Select(name => NearestName.Find(name, Known) is { } near
            ? $"\"{name}\" is no field of a character. Did you mean \"{near}\"?"
            : $"\"{name}\" is no field of a character; there are {string.Join(", ", Known)}.").ToArray();
        if (unknown.Length > 0)
        {
            errors[nameof(fields)] = unknown;
        }

        return new(set, names, isOther);
    }

    /// <summary>The items of these batches that are selected, whole.</summary>
    internal IAsyncEnumerable<Item> Items(IAsyncEnumerable<Stream> batches, CancellationToken cancellationToken) =>
        NdjsonLines.ReadAsync(batches, CharacterJsonContext.Default.Item, cancellationToken).Where(item => Ids is null || Ids.Contains(item.Id));

    /// <summary>The batches as JSON, with what is selected and nothing else.</summary>
    internal IAsyncEnumerable<Stream> Apply(IAsyncEnumerable<Stream> batches, CancellationToken cancellationToken) =>
        Ids is null && Fields.Count == 0 && !IsOther ? batches : SelectAsync(batches, cancellationToken);

    private static IEnumerable<string> Paths(Type type, string prefix) => CharacterJsonContext.Default.GetTypeInfo(type)!.Properties.SelectMany(property =>
        property.PropertyType == typeof(Place) ? Paths(typeof(Place), $"{prefix}{property.Name}.").Prepend(prefix + property.Name) : [prefix + property.Name]);

    private async IAsyncEnumerable<Stream> SelectAsync(IAsyncEnumerable<Stream> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var items in Items(batches, cancellationToken).Chunk(ItemsAtOnce).WithCancellation(cancellationToken))
        {
            using var lines = new MemoryStream(NdjsonLines.Write(items.Select(item => Fields.Count == 0 ? item.Json : Pick(item)), JsonType).ToArray());
            yield return lines;
        }
    }

    private JsonElement Pick(Item item)
    {
        var picked = new JsonObject();
        foreach (var field in Fields)
        {
            var names = field.Split('.');
            var to = picked;
            foreach (var name in names[..^1])
            {
                to = to[name] as JsonObject ?? (JsonObject)(to[name] = new JsonObject());
            }

            to[names[^1]] = item.Find(field) is { } value ? JsonSerializer.SerializeToNode(value) : null;
        }

        return JsonSerializer.SerializeToElement(picked);
    }
}
