using System.Text.Json.Nodes;

namespace FunctionsHost.Hosting;

/// <summary>What the host and the app are told.</summary>
/// <param name="Settings">The app's settings and the host's, with <c>:</c> between sections.</param>
/// <param name="HostJson">host.json, with the settings that override it.</param>
/// <param name="WorkerEnvironment">The settings that the worker gets as environment variables, beside those that it inherits.</param>
internal sealed record HostConfiguration(IConfiguration Settings, IConfiguration HostJson, IReadOnlyDictionary<string, string> WorkerEnvironment);

/// <summary>Reads host.json and local.settings.json as <c>func start</c> does.</summary>
internal static class SettingsFiles
{
    public const string HostFile = "host.json";
    public const string LocalFile = "local.settings.json";

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads everything that the host goes by: settings given in code over the environment over local.settings.json, and host.json.</summary>
    /// <exception cref="InvalidOperationException">A file cannot be read; the message says which and why.</exception>
    public static HostConfiguration Read(FunctionsHostOptions options, string appDirectory)
    {
        var local = ReadLocalSettings(options.LocalSettingsFile ?? Path.Combine(appDirectory, LocalFile), out var values);
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(AsKeys(options.DefaultSettings))
            .AddInMemoryCollection(local)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(AsKeys(options.Settings))
            .Build();
        foreach (var (key, value) in options.DefaultSettings)
        {
            if (Environment.GetEnvironmentVariable(AsVariable(key)) is null)
            {
                values.TryAdd(AsVariable(key), value);
            }
        }

        foreach (var (key, value) in options.Settings)
        {
            values[AsVariable(key)] = value;
        }

        return new HostConfiguration(settings, ReadHostJson(appDirectory, settings), values);
    }

    private static string AsVariable(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    private static IEnumerable<KeyValuePair<string, string?>> AsKeys(IEnumerable<KeyValuePair<string, string>> settings)
        => settings.Select(static setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value));

    /// <summary>host.json, with the settings <c>AzureFunctionsJobHost__…</c> over it.</summary>
    private static IConfiguration ReadHostJson(string appDirectory, IConfiguration settings)
    {
        var builder = new ConfigurationBuilder();
        if (Path.Combine(appDirectory, HostFile) is var path && File.Exists(path))
        {
            builder.AddInMemoryCollection(Flatten(Parse(path), prefix: null));
        }

        return builder.AddInMemoryCollection(settings.GetSection("AzureFunctionsJobHost").AsEnumerable(makePathsRelative: true)).Build();
    }

    /// <summary>The file's settings for the host; <paramref name="values"/> are those that the worker gets, unless the environment has them.</summary>
    private static Dictionary<string, string?> ReadLocalSettings(string path, out Dictionary<string, string> values)
    {
        values = new(StringComparer.OrdinalIgnoreCase);
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
            var variable = AsVariable(key);
            if (value is not null && Environment.GetEnvironmentVariable(variable) is null)
            {
                values[variable] = value;
            }
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
}
