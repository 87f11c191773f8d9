using System.Text.Json.Nodes;

namespace CharacterFanOut.Functions.OpenApi;

internal static class ApiParameters
{
    public static JsonNode InPath(string name) => new JsonObject
    {
        ["name"] = name,
        ["in"] = "path",
        ["required"] = true,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    public static JsonNode Of(ApiParameterAttribute parameter) => new JsonObject
    {
        ["name"] = parameter.Name,
        ["in"] = parameter.Header ? "header" : "query",
        ["required"] = parameter.Required,
        ["description"] = parameter.Description,
        ["schema"] = Schema(parameter),
    };

    public static string[] Split(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static JsonObject Schema(ApiParameterAttribute parameter)
    {
        var whole = parameter.Least >= 0;
        var schema = new JsonObject { ["type"] = whole ? "integer" : "string" };
        if (whole)
        {
            schema["minimum"] = parameter.Least;
        }

        if (parameter.Most >= 0)
        {
            schema["maximum"] = parameter.Most;
        }

        if (parameter.OneOf.Length > 0)
        {
            schema["enum"] = new JsonArray([.. Split(parameter.OneOf).Select(value => (JsonNode)value)]);
        }

        return schema;
    }
}
