using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Microsoft.DurableTask.Client;

/// <summary>What is known of an orchestration instance at the time of asking.</summary>
/// <param name="name">The orchestrator's name.</param>
/// <param name="instanceId">The instance's id.</param>
public sealed class OrchestrationMetadata(string name, string instanceId)
{
    private const int PayloadPreview = 50;

    /// <summary>When the instance was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What reads the payloads; null when they were not fetched.</summary>
    public DataConverter? DataConverter { get; init; }

    /// <summary>Why the instance failed; null when it did not.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    /// <summary>The instance's id.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>Whether the instance has ended, in whichever way.</summary>
    public bool IsCompleted => RuntimeStatus
        is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated;

    /// <summary>Whether the instance is under way: started, not suspended, not ended.</summary>
    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>When the instance last changed.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>The orchestrator's name.</summary>
    public string Name { get; } = name;

    /// <summary>How far the instance has come.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>The custom status as text; null when there is none or it was not fetched.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>The input as text; null when there is none or it was not fetched.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>The output as text; null when there is none (yet) or it was not fetched.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>The tags the instance was started with.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The instance that this one is a sub-orchestration of; null when nobody called it.</summary>
    internal string? ParentInstanceId { get; init; }

    /// <summary>Reads the custom status.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <returns>The custom status; the type's default when there is none.</returns>
    /// <exception cref="InvalidOperationException">The payloads were not fetched.</exception>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus);

    /// <summary>Reads the input.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <returns>The input; the type's default when there is none.</returns>
    /// <exception cref="InvalidOperationException">The payloads were not fetched.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput);

    /// <summary>Reads the output.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <returns>The output; the type's default when there is none.</returns>
    /// <exception cref="InvalidOperationException">The payloads were not fetched.</exception>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput);

    /// <summary>Name, id, status and times, and the beginnings of what payloads there are.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, CreatedAt: {CreatedAt:s}, LastUpdatedAt: {LastUpdatedAt:s}");
        Append(text, "Input", SerializedInput);
        Append(text, "Output", SerializedOutput);
        if (FailureDetails is { } failure)
        {
            Append(text, "FailureDetails", $"{failure.ErrorType} - {Shorten(failure.ErrorMessage)}", shorten: false);
        }

        return text.Append(']').ToString();
    }

    private static void Append(StringBuilder text, string label, string? payload, bool shorten = true)
    {
        if (payload is not null)
        {
            text.Append(", ").Append(label).Append(": '").Append(shorten ? Shorten(payload) : payload).Append('\'');
        }
    }

    private static string Shorten(string payload) =>
        payload.Length > PayloadPreview ? payload[..PayloadPreview] + "..." : payload;

    private T? Read<T>(string? payload, [CallerMemberName] string method = "")
    {
        if (DataConverter is null)
        {
            throw new InvalidOperationException(
                $"{method} has nothing to read: instance '{InstanceId}' was fetched without its inputs and outputs. Ask for them (getInputsAndOutputs, or FetchInputsAndOutputs in a query).");
        }

        return DataConverter.Deserialize<T>(payload);
    }
}
