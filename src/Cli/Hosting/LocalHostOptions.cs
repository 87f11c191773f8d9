using CharacterFanOut.SampleApi;
using FunctionsHost;

namespace CharacterFanOut.Cli.Hosting;

/// <summary>What a host in this process is to be like.</summary>
internal sealed record LocalHostOptions
{
    /// <summary>Where the task hub and the reports lie.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Whether the host only answers: it takes no work, changes nothing, and needs no lock.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The port on 127.0.0.1; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>The address to bind to; null for 127.0.0.1.</summary>
    public string? BindAddress { get; init; }

    /// <summary>The upstream; null for a sample API in this process.</summary>
    public UpstreamAddress? Upstream { get; init; }

    /// <summary>What the upstream is called, and fan-outs are bound to.</summary>
    public string UpstreamName => Settings.TryGetValue("CharacterApi:Name", out var name) && name is { Length: > 0 } ? name : Upstream?.Name ?? HostNote.SampleApi;

    /// <summary>What the sample API is like, where there is one.</summary>
    public required SampleApiOptions Sample { get; init; }

    /// <summary>How the upstream was named, for the note beside the task hub.</summary>
    public required HostNote Note { get; init; }

    /// <summary>Where the task hub lies; null for what the settings say, or a file in the data folder.</summary>
    public FunctionsHostStorage? Storage { get; init; }

    /// <summary>What is logged to standard error, from this level on.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.None;

    /// <summary>Settings of the app, over all others.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();
}
