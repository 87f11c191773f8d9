namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>A turn's effect on its own instance.</summary>
/// <param name="After">The record as it is after the turn. Input is written only with <paramref name="StartsOver"/>, output and failure only when over.</param>
/// <param name="History">
/// The turn's events, encoded, kept as turn number <c>After.Turns - 1</c>. When the execution starts over: the events that are
/// carried into its first turn, kept as turn 0 until that turn replaces them; null when there are none.
/// </param>
/// <param name="StartsOver">ContinueAsNew: history is dropped and the new input written.</param>
/// <param name="CustomStatusChanged">Whether the custom status is to be written.</param>
/// <param name="ConsumedMessages">Whether inbox messages up to the record's mark are to be deleted.</param>
internal sealed record TurnWrite(
    InstanceRecord After,
    byte[]? History,
    bool StartsOver,
    bool CustomStatusChanged,
    bool ConsumedMessages);
