namespace EmbeddedFunctions.DurableTask.History;

/// <summary>The tag that each event starts with on disk. Values are never reused or renumbered.</summary>
internal enum HistoryEventKind : byte
{
    OrchestratorStarted = 1,
    ExecutionStarted = 2,
    TaskScheduled = 3,
    TaskCompleted = 4,
    TaskFailed = 5,
    SubOrchestrationCreated = 6,
    SubOrchestrationCompleted = 7,
    SubOrchestrationFailed = 8,
    TimerCreated = 9,
    TimerFired = 10,
    EventSent = 11,
    EventRaised = 12,
    ExecutionSuspended = 13,
    ExecutionResumed = 14,
    ExecutionTerminated = 15,
    ExecutionRewound = 16,
    ContinuedAsNew = 17,
    ExecutionCompleted = 18,
}
