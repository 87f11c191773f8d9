using System.Reflection;
using System.Text.Json.Nodes;

namespace CharacterFanOut.Infra.Tests;

/// <summary>Runs the Bicep compiler that the project file pins, on the files under infra/.</summary>
internal static class Bicep
{
    private static readonly Lazy<JsonObject> Main = new(() => (JsonObject)JsonNode.Parse(Run("build", MainFile, "--stdout").Output)!);

    public static string RepositoryRoot => Metadata("RepositoryRoot");

    public static string InfraFolder => Path.Combine(RepositoryRoot, "infra");

    public static string MainFile => Path.Combine(InfraFolder, "main.bicep");

    /// <summary>infra/main.bicep as ARM JSON, compiled once.</summary>
    public static JsonObject Template => Main.Value;

    public static IEnumerable<string> SourceFiles => Directory.EnumerateFiles(InfraFolder, "*.bicep", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static CommandResult Run(params string[] arguments) => CommandLine.Run(Metadata("BicepCli"), arguments);

    private static string Metadata(string key) =>
        typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
