using CharacterFanOut.Characters;
using Microsoft.Azure.Functions.Worker;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>Tells which upstream this host has. It asks the upstream nothing.</summary>
public sealed class TellUpstream(CharacterClient client)
{
    /// <summary>Tells it to a batch that waits for a host with another one.</summary>
    /// <param name="fanOutId">The fan-out that waits; an activity has an input.</param>
    [Function(nameof(TellUpstream))]
    public string Run([ActivityTrigger] string fanOutId) => client.Upstream;
}
