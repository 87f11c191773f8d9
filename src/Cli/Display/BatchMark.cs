namespace CharacterFanOut.Cli.Display;

/// <summary>What a batch's cell shows; of several batches in one cell, the greatest counts.</summary>
internal enum BatchMark
{
    /// <summary>Over, with every id fetched.</summary>
    Done,

    /// <summary>Over, with ids that failed.</summary>
    Failing,

    /// <summary>Not started.</summary>
    Waiting,

    /// <summary>At work.</summary>
    Running,
}
