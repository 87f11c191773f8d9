namespace EmbeddedFunctions.DurableTask.CrashHost;

/// <summary>One line of what the host answers; an answer to a command means that its effect is on disk.</summary>
internal sealed record HostAnswer
{
    /// <summary>By instance: its status, and its output or failure when it is over.</summary>
    public IReadOnlyDictionary<string, string>? States { get; init; }

    /// <summary>By instance: its history's events, as <see cref="EventKey"/> has them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Histories { get; init; }
}
