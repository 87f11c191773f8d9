using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;

namespace CharacterFanOut.Cli.Commands;

/// <summary>Asks how the batches of a fan-out stand; what is over is not asked for again.</summary>
/// <param name="client">The host.</param>
internal sealed class BatchLook(FanOutClient client)
{
    private readonly BatchBoard board = new();

    /// <summary>Takes a look.</summary>
    public async Task<BatchBoard> LookAsync(FanOutState state, CancellationToken cancellation)
    {
        var more = state.Batches > 1;
        while (more)
        {
            var from = board.Next;
            var page = await client.GetBatchesAsync(state.Id, from, cancellation);
            board.Add(page);
            more = page.More && board.Next > from;
        }

        return board;
    }
}
