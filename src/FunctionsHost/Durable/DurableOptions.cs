namespace FunctionsHost.Durable;

/// <summary>What the durable part of the host is told: from host.json's <c>extensions.durableTask</c> and the host's own options.</summary>
internal sealed record DurableOptions
{
    /// <summary>The task hub's name.</summary>
    public required string TaskHub { get; init; }

    /// <summary>
    /// What the worker must send to reach the durable client's service: the name with something added that nobody can guess, so
    /// that other users of the machine cannot.
    /// </summary>
    public required string SecretTaskHub { get; init; }

    /// <summary>Whether instances are only read: no turn and no activity is taken, and nothing is started, sent or changed.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether the worker keeps orchestrations between turns instead of replaying them.</summary>
    public bool CacheOrchestrations { get; init; } = true;

    /// <summary>How long the worker keeps an orchestration that has no turn.</summary>
    public TimeSpan CacheIdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long <c>CallHttpAsync</c> waits between two polls when the answer does not say.</summary>
    public TimeSpan HttpPollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the history keeps the inputs of activities and sub-orchestrations, so that it can show them.</summary>
    public bool StoreInputs { get; init; }

    /// <summary>How long running activities have to end when the host stops.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
