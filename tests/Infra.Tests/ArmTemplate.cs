using System.Text.Json.Nodes;

namespace CharacterFanOut.Infra.Tests;

/// <summary>Reads a compiled template: its resources, with those of its modules, however deep.</summary>
internal static class ArmTemplate
{
    private const string Deployment = "Microsoft.Resources/deployments";

    /// <summary>Every resource that a deployment creates; references to existing ones are left out.</summary>
    public static IEnumerable<JsonObject> Resources(JsonObject template) =>
        Declared(template).SelectMany(pair => Type(pair.Resource) == Deployment ? Resources(Nested(pair.Resource)) : [pair.Resource]);

    /// <summary>The resources of one type; fails when there is none, so that no check passes over nothing.</summary>
    public static IReadOnlyList<JsonObject> OfType(string type)
    {
        var found = Resources(Bicep.Template).Where(resource => Type(resource) == type).ToList();
        Assert.True(found.Count > 0, $"the template has no {type}");
        return found;
    }

    /// <summary>The template itself and those of its modules, with the name that each has.</summary>
    public static IEnumerable<(string Name, JsonObject Template)> All(JsonObject template, string name = "main")
    {
        yield return (name, template);
        foreach (var (module, resource) in Declared(template).Where(pair => Type(pair.Resource) == Deployment))
        {
            foreach (var inner in All(Nested(resource), $"{name}/{module}"))
            {
                yield return inner;
            }
        }
    }

    public static string Type(JsonObject resource) => (string)resource["type"]!;

    // Templates that declare existing resources name what they declare; the others are plain lists.
    private static IEnumerable<(string Name, JsonObject Resource)> Declared(JsonObject template) => template["resources"] switch
    {
        JsonObject named => from pair in named where (bool?)pair.Value!["existing"] is not true select (pair.Key, (JsonObject)pair.Value!),
        var list => from resource in (JsonArray)list! select ((string)resource!["name"]!, (JsonObject)resource),
    };

    private static JsonObject Nested(JsonObject deployment) => (JsonObject)deployment["properties"]!["template"]!;
}
