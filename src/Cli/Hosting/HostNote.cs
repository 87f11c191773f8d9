using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut.Cli.Hosting;

/// <summary>
/// What a data folder's last host left beside the task hub: where it listened, and which upstream it asked, so that the next
/// command on the folder finds the one and goes on with the other.
/// </summary>
/// <param name="Address">Where the host listens, while it does.</param>
/// <param name="Api">The upstream: a URL, or the word for the sample API.</param>
/// <param name="Sample">The options that the last sample API was given, as on a command line.</param>
/// <param name="IsMixed">Whether the folder's hosts have had several upstreams.</param>
internal sealed partial record HostNote(Uri? Address, string Api, IReadOnlyList<string> Sample, bool IsMixed = false)
{
    /// <summary>The word for the sample API on this machine, wherever it listens.</summary>
    public const string SampleApi = "sample";

    /// <summary>The rate limit for the upstream; null when none was given.</summary>
    public string? Rate { get; init; }

    /// <summary>The concurrency limit for the upstream; null when none was given.</summary>
    public int? MaxConcurrency { get; init; }

    private const string FileName = "host-note.json";

    /// <summary>The folder's note; null when there is none that can be read.</summary>
    public static HostNote? Read(string dataFolder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(dataFolder, FileName)), NoteJsonContext.Default.HostNote);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Leaves the note.</summary>
    public void Write(string dataFolder) =>
        File.WriteAllText(Path.Combine(dataFolder, FileName), JsonSerializer.Serialize(this, NoteJsonContext.Default.HostNote));

    [JsonSerializable(typeof(HostNote))]
    private sealed partial class NoteJsonContext : JsonSerializerContext;
}
