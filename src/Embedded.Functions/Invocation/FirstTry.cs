using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Invocation;

/// <summary>The host itself retries nothing: durable retries are new invocations.</summary>
internal sealed class FirstTry : RetryContext
{
    public static readonly FirstTry Instance = new();

    public override int MaxRetryCount => 0;

    public override int RetryCount => 0;
}
