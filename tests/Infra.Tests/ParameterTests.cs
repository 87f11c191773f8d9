using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CharacterFanOut.Infra.Tests;

public sealed partial class ParameterTests
{
    [Fact]
    public void Parameters_OfEveryTemplate_AreDescribed() =>
        Assert.Empty(
            from template in ArmTemplate.All(Bicep.Template)
            from parameter in (JsonObject?)template.Template["parameters"] ?? []
            where string.IsNullOrWhiteSpace((string?)parameter.Value!["metadata"]?["description"])
            select $"{template.Name}: {parameter.Key}");

    [Fact]
    public void Parameters_OfMain_HaveLimits() =>
        Assert.Empty(
            from parameter in (JsonObject)Bicep.Template["parameters"]!
            where !IsLimited((JsonObject)parameter.Value!)
            select parameter.Key);

    [Fact]
    public void Parameters_OfMain_KeepTheirDefaultsWithinTheirLimits() =>
        Assert.Empty(
            from parameter in (JsonObject)Bicep.Template["parameters"]!
            where parameter.Value!["defaultValue"] is JsonValue && !AllowsDefault((JsonObject)parameter.Value)
            select parameter.Key);

    [Fact]
    public void ParametersFile_Names_AreParametersOfMain()
    {
        var declared = (JsonObject)Bicep.Template["parameters"]!;
        var required = declared.Where(parameter => parameter.Value!["defaultValue"] is null).Select(parameter => parameter.Key);
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Bicep.InfraFolder, "main.parameters.json")))!;
        var given = ((JsonObject)file["parameters"]!).Select(parameter => parameter.Key).ToList();

        Assert.Empty(given.Except(declared.Select(parameter => parameter.Key)));
        Assert.Empty(required.Except(given));
    }

    // Without a value of its own, a variable leaves the default of the template: two places that must say the same.
    [Fact]
    public void ParametersFile_Defaults_AreThoseOfMain() =>
        Assert.All(Variables(), variable => Assert.Equal(
            variable.Default,
            Bicep.Template["parameters"]![variable.Parameter]!["defaultValue"]!.ToString(),
            ignoreCase: true));

    [Fact]
    public void ParametersFile_Variables_AreExplainedToOperators()
    {
        var page = File.ReadAllText(Path.Combine(Bicep.RepositoryRoot, "docs", "operations.md"));

        Assert.All(Variables(), variable => Assert.Contains($"| `{variable.Name}` |", page, StringComparison.Ordinal));
    }

    private static List<(string Parameter, string Name, string Default)> Variables()
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Bicep.InfraFolder, "main.parameters.json")))!;
        var found = (from parameter in (JsonObject)file["parameters"]!
                     let match = Variable().Match((string)parameter.Value!["value"]!)
                     where match.Success
                     select (parameter.Key, match.Groups["name"].Value, match.Groups["default"].Value)).ToList();
        Assert.True(found.Count > 5, "the pattern finds too little");
        return found;
    }

    [GeneratedRegex("""^\$\{(?<name>\w+)=(?<default>.*)\}$""")]
    private static partial Regex Variable();

    // A switch and a bag of tags have nothing to limit; a region is limited by Azure.
    private static bool IsLimited(JsonObject parameter) => (string)parameter["type"]! switch
    {
        "bool" or "object" => true,
        "int" => parameter["allowedValues"] is not null || (parameter["minValue"] is not null && parameter["maxValue"] is not null),
        _ => parameter["allowedValues"] is not null || parameter["maxLength"] is not null,
    };

    private static bool AllowsDefault(JsonObject parameter)
    {
        var value = parameter["defaultValue"]!;
        if (parameter["allowedValues"] is JsonArray allowed)
        {
            return allowed.Any(one => JsonNode.DeepEquals(one, value));
        }

        return (string)parameter["type"]! switch
        {
            "int" => (int)value >= (int)parameter["minValue"]! && (int)value <= (int)parameter["maxValue"]!,
            "string" => ((string)value!).Length <= (int)parameter["maxLength"]! && ((string)value!).Length >= ((int?)parameter["minLength"] ?? 0),
            _ => true,
        };
    }
}
