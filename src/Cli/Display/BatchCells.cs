using CharacterFanOut.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>The batches as a row of cells. With more batches than room, a cell stands for several.</summary>
internal static class BatchCells
{
    private const int WidestRow = 60;

    /// <summary>The row, and what it says in words.</summary>
    public static IEnumerable<Segment> Draw(FanOutState state, BatchBoard board, bool unicode, int maxWidth)
    {
        var words = $" {ProgressText.Number(state.BatchesDone)} of {ProgressText.Number(state.Batches)} batches";
        var cells = Math.Min(state.Batches, Math.Max(1, Math.Min(WidestRow, maxWidth - words.Length)));
        for (var cell = 0L; cell < cells; cell++)
        {
            var first = cell * state.Batches / cells;
            yield return Cell(Enumerable.Range(0, (int)(((cell + 1) * state.Batches / cells) - first)).Max(i => board[first + i]), unicode);
        }

        yield return new Segment(words, Color.Grey);
    }

    private static Segment Cell(BatchMark mark, bool unicode) => mark switch
    {
        BatchMark.Done => new Segment(unicode ? "■" : "#", Color.Green),
        BatchMark.Failing => new Segment(unicode ? "■" : "x", Color.Red),
        BatchMark.Running => new Segment(unicode ? "▣" : "+", Color.Olive),
        _ => new Segment(unicode ? "□" : ".", Color.Grey),
    };
}
