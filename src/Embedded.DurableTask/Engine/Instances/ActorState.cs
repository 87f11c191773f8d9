namespace EmbeddedFunctions.DurableTask.Engine.Instances;

/// <summary>What an <see cref="InstanceActor"/> is doing.</summary>
internal enum ActorState
{
    /// <summary>Nothing; the next message asks for a turn.</summary>
    Idle,

    /// <summary>It has asked for a turn.</summary>
    Queued,

    /// <summary>Its orchestrator runs, or what that did is being committed.</summary>
    Turning,

    /// <summary>It is over, or idle for long: messages go to a new actor.</summary>
    Forgotten,
}
