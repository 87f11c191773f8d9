using System.Globalization;
using CharacterFanOut.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>The batches as a row of cells: done, running, waiting. With more batches than room, a cell stands for several.</summary>
internal static class BatchCells
{
    private const int WidestRow = 60;

    /// <summary>The row and what it says in words.</summary>
    public static IEnumerable<Segment> Draw(FanOutState state, bool unicode, int maxWidth)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $" {ProgressText.Number(state.BatchesDone)} of {ProgressText.Number(state.Batches)} batches");
        var room = Math.Max(1, Math.Min(WidestRow, maxWidth - words.Length));
        var cells = (int)Math.Min(state.Batches, room);

        var (full, half, empty) = unicode ? ('■', '▣', '□') : ('#', '+', '.');
        for (var cell = 0; cell < cells; cell++)
        {
            yield return Of(state, cell, cells) switch
            {
                Look.Done => new Segment(full.ToString(), Color.Green),
                Look.Running => new Segment(half.ToString(), Color.Yellow),
                _ => new Segment(empty.ToString(), Color.Grey),
            };
        }

        yield return new Segment(words, Color.Grey);
    }

    private static Look Of(FanOutState state, int cell, int cells)
    {
        var first = cell * state.Batches / cells;
        var next = (cell + 1) * state.Batches / cells;
        if (state.Running.Any(batch => batch >= first && batch < next))
        {
            return Look.Running;
        }

        // Batches are started in order: what is neither running nor after those that run is done.
        var started = state.BatchesDone + state.Running.Count;
        return next <= started ? Look.Done : Look.Waiting;
    }

    private enum Look
    {
        Waiting,
        Running,
        Done,
    }
}
