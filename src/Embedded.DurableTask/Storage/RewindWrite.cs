namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>A failed instance's new history: what had failed is gone from it.</summary>
/// <param name="After">The record, running again.</param>
/// <param name="Turns">The encoded events of each turn that stays.</param>
internal sealed record RewindWrite(InstanceRecord After, IReadOnlyList<byte[]> Turns);
