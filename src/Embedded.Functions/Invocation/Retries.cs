using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Invocation;

/// <summary>Which run of a function this is.</summary>
internal sealed class Retries(int count, int most) : RetryContext
{
    /// <summary>The first run of what the host does not repeat: durable retries are new invocations.</summary>
    public static readonly Retries None = new(0, 0);

    public override int MaxRetryCount => most;

    public override int RetryCount => count;
}
