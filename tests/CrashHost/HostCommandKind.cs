namespace EmbeddedFunctions.DurableTask.CrashHost;

/// <summary>What a crash host can be asked.</summary>
internal enum HostCommandKind
{
    /// <summary>Start an instance, unless there was one with its id already.</summary>
    Start,

    /// <summary>Raise an event.</summary>
    Raise,

    /// <summary>Give every instance's status and result.</summary>
    States,

    /// <summary>Give every instance's history, as what tells one event from another.</summary>
    Histories,

    /// <summary>Drain and end.</summary>
    Stop,
}
