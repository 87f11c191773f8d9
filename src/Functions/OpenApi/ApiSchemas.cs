using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CharacterFanOut.Functions.OpenApi;

/// <summary>The schemas of an OpenAPI document: made from the types that are serialized, by the serializer's own exporter.</summary>
internal sealed class ApiSchemas
{
    private const string Prefix = "#/components/schemas/";

    // Numbers are written as numbers; that they may be read from text is no business of who reads the answers.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private readonly SortedDictionary<string, JsonNode?> known = new(StringComparer.Ordinal);

    /// <summary>A schema that refers to that of a type; a list's is an array of such.</summary>
    public JsonNode Of(Type type)
    {
        if (type.IsArray)
        {
            return new JsonObject { ["type"] = "array", ["items"] = Of(type.GetElementType()!) };
        }

        if (!known.ContainsKey(type.Name))
        {
            known[type.Name] = null;
            known[type.Name] = Json.GetJsonSchemaAsNode(type, new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform });
        }

        return new JsonObject { ["$ref"] = Prefix + type.Name };
    }

    public JsonObject ToJson() => new(known.Select(one => KeyValuePair.Create(one.Key, one.Value)));

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (type == typeof(IdSet))
        {
            return new JsonObject { ["type"] = "string", ["description"] = "Ids and ranges of ids, such as 1-20,42; all stands for every id." };
        }

        LeaveOut(context, schema);

        // The exporter's remark that a pattern stands for a .NET type.
        (schema as JsonObject)?.Remove("$comment");
        if (context.Path.Length == 0 || !IsOurs(type))
        {
            return schema;
        }

        var reference = Of(type);
        return AllowsNull(schema) ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) } : reference;
    }

    // What is left out when it is null is not always there, whatever the constructor asks for.
    private static void LeaveOut(JsonSchemaExporterContext context, JsonNode schema)
    {
        if ((schema as JsonObject)?["required"] is JsonArray required)
        {
            var optional = context.TypeInfo.Properties
                .Where(property => property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true).Length > 0)
                .Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
            required.RemoveAll(name => optional.Contains(name!.GetValue<string>()));
        }
    }

    private static bool IsOurs(Type type) =>
        !type.IsGenericType && type.Namespace?.StartsWith(nameof(CharacterFanOut), StringComparison.Ordinal) == true;

    private static bool AllowsNull(JsonNode schema) =>
        (schema as JsonObject)?["type"] is JsonArray types && types.Any(type => type?.GetValue<string>() == "null")
        || (schema as JsonObject)?["enum"] is JsonArray values && values.Any(value => value is null);
}
