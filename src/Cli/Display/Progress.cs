using CharacterFanOut.Cli.Client;

namespace CharacterFanOut.Cli.Display;

/// <summary>One look at a fan-out.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Batches">How its batches stand, as far as they were asked for.</param>
/// <param name="Trouble">What stands in the way of a fresh look; null when nothing does.</param>
internal sealed record Progress(FanOutState State, BatchBoard Batches, string? Trouble = null);
