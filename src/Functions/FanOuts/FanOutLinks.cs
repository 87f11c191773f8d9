namespace CharacterFanOut.Functions.FanOuts;

/// <summary>Where to go from a fan-out; paths on this host.</summary>
/// <param name="Self">Its status.</param>
/// <param name="Report">Its report, once it is over.</param>
/// <param name="Characters">Its characters, also while it runs.</param>
/// <param name="Failures">Its failures, also while it runs.</param>
/// <param name="Pause">POST here to pause it.</param>
/// <param name="Resume">POST here to resume it.</param>
/// <param name="Cancel">POST here to cancel it.</param>
/// <param name="Retry">POST here to ask again for the ids that failed, or for those never asked for.</param>
/// <param name="Wake">POST here to have it ask an upstream that it waits for.</param>
public sealed record FanOutLinks(
    string Self,
    string Report,
    string Characters,
    string Failures,
    string Pause,
    string Resume,
    string Cancel,
    string Retry,
    string Wake)
{
    /// <summary>The links of a fan-out.</summary>
    /// <param name="fanOuts">The path of the fan-outs, such as <c>/api/fanouts</c>.</param>
    /// <param name="id">The fan-out's id.</param>
    public static FanOutLinks Of(string fanOuts, string id)
    {
        var self = $"{fanOuts}/{Uri.EscapeDataString(id)}";
        return new(
            self, $"{self}/report", $"{self}/characters", $"{self}/failures",
            $"{self}/pause", $"{self}/resume", $"{self}/cancel", $"{self}/retry", $"{self}/wake");
    }
}
