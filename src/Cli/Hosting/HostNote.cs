using System.Text.Json;
using System.Text.Json.Nodes;

namespace CharacterFanOut.Cli.Hosting;

/// <summary>
/// What a data folder's last host left beside the task hub: where it listened, and which upstream it asked, so that the next
/// command on the folder finds the one and goes on with the other.
/// </summary>
/// <param name="Address">Where the host listens, while it does.</param>
/// <param name="Api">The upstream: a URL, or the word for the sample API.</param>
/// <param name="Sample">The options that the last sample API was given, as on a command line.</param>
/// <param name="IsMixed">Whether the folder's hosts have had several upstreams.</param>
internal sealed record HostNote(Uri? Address, string Api, IReadOnlyList<string> Sample, bool IsMixed = false)
{
    /// <summary>The word for the sample API on this machine, wherever it listens.</summary>
    public const string SampleApi = "sample";

    /// <summary>The rate limit for the upstream; null when none was given.</summary>
    public string? Rate { get; init; }

    /// <summary>The concurrency limit for the upstream; null when none was given.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>What answers are taken for; null for characters.</summary>
    public string? Shape { get; init; }

    private const string FileName = "host-note.json";

    /// <summary>The folder's note; null when there is none that can be read.</summary>
    /// <remarks>By hand: a serializer costs 0.1 s here, at the start of every command.</remarks>
    public static HostNote? Read(string dataFolder)
    {
        try
        {
            return Path.Combine(dataFolder, FileName) is var path && File.Exists(path) && JsonNode.Parse(File.ReadAllText(path)) is JsonObject note
                ? new HostNote(
                    note[nameof(Address)] is { } address ? new Uri(address.GetValue<string>()) : null,
                    note[nameof(Api)]?.GetValue<string>() ?? SampleApi,
                    [.. (note[nameof(Sample)]?.AsArray() ?? []).Select(static word => word?.GetValue<string>() ?? "")],
                    note[nameof(IsMixed)] is { } mixed && mixed.GetValue<bool>())
                {
                    Shape = note[nameof(Shape)]?.GetValue<string>(),
                    Rate = note[nameof(Rate)]?.GetValue<string>(),
                    MaxConcurrency = note[nameof(MaxConcurrency)]?.GetValue<int>(),
                }
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    public void Write(string dataFolder)
    {
        var note = new JsonObject
        {
            [nameof(Address)] = Address?.AbsoluteUri,
            [nameof(Api)] = Api,
            [nameof(Sample)] = new JsonArray([.. Sample.Select(static word => JsonValue.Create(word))]),
            [nameof(IsMixed)] = IsMixed,
            [nameof(Shape)] = Shape,
            [nameof(Rate)] = Rate,
            [nameof(MaxConcurrency)] = MaxConcurrency,
        };
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // The query of an address may have a key in it.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(Path.Combine(dataFolder, FileName), options);
        writer.Write(note.ToJsonString());
    }
}
