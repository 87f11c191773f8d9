using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace EmbeddedFunctions.Hosting;

/// <summary>Reads host.json and local.settings.json as <c>func start</c> does.</summary>
internal static class SettingsFiles
{
    public const string HostFile = "host.json";
    public const string LocalFile = "local.settings.json";

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The first of the folders that has a host.json, or else the first.</summary>
    public static string FindContentRoot(params string[] folders)
        => Array.Find(folders, folder => File.Exists(Path.Combine(folder, HostFile))) ?? folders[0];

    /// <summary>
    /// Puts local.settings.json under the environment: <c>Values</c> as the app's settings, and <c>Host</c> under
    /// <c>Host:</c>. A second call replaces what the first one added.
    /// </summary>
    public static void AddLocalSettings(IConfigurationBuilder configuration, string contentRoot)
    {
        var sources = configuration.Sources;
        if (sources.OfType<LocalSettingsSource>().FirstOrDefault() is { } old)
        {
            sources.Remove(old);
        }

        var values = ReadLocalSettings(Path.Combine(contentRoot, LocalFile));
        if (values.Count == 0)
        {
            return;
        }

        var place = 0;
        while (place < sources.Count && sources[place] is not EnvironmentVariablesConfigurationSource { Prefix: null or "" })
        {
            place++;
        }

        sources.Insert(place, new LocalSettingsSource { InitialData = values });
    }

    /// <summary>host.json, with the settings <c>AzureFunctionsJobHost__…</c> over it.</summary>
    public static IConfiguration ReadHostJson(string? contentRoot, IConfiguration configuration)
    {
        var builder = new ConfigurationBuilder();
        if (contentRoot is not null && Path.Combine(contentRoot, HostFile) is var path && File.Exists(path))
        {
            builder.AddInMemoryCollection(Flatten(Parse(path), prefix: null));
        }

        return builder.AddInMemoryCollection(configuration.GetSection("AzureFunctionsJobHost").AsEnumerable(makePathsRelative: true)).Build();
    }

    private static Dictionary<string, string?> ReadLocalSettings(string path)
    {
        if (!File.Exists(path) || Parse(path) is not JsonObject root)
        {
            return [];
        }

        if (root["IsEncrypted"] is JsonValue encrypted && encrypted.TryGetValue(out bool yes) && yes)
        {
            throw new InvalidOperationException($"{path} is encrypted, which this host cannot read: decrypt it (func settings decrypt).");
        }

        var settings = Flatten(root["Host"], "Host");
        foreach (var (key, value) in Flatten(root["Values"], prefix: null))
        {
            settings[key.Replace("__", ":", StringComparison.Ordinal)] = value;
        }

        foreach (var (key, value) in Flatten(root["ConnectionStrings"], "ConnectionStrings"))
        {
            settings[key] = value;
        }

        return settings;
    }

    private static JsonNode? Parse(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: Lenient);
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"{path} is not valid JSON: {e.Message}", e);
        }
    }

    private static Dictionary<string, string?> Flatten(JsonNode? node, string? prefix)
    {
        var found = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        Walk(node, prefix);
        return found;

        void Walk(JsonNode? at, string? path)
        {
            switch (at)
            {
                case JsonObject members:
                    foreach (var (name, value) in members)
                    {
                        Walk(value, path is null ? name : $"{path}:{name}");
                    }

                    break;
                case JsonArray items:
                    for (var i = 0; i < items.Count; i++)
                    {
                        Walk(items[i], $"{path}:{i}");
                    }

                    break;
                case not null when path is not null:
                    found[path] = at.ToString();
                    break;
                default:
                    break;
            }
        }
    }

    private sealed class LocalSettingsSource : MemoryConfigurationSource
    {
    }
}
