namespace CharacterFanOut.Cli.Comparing;

/// <summary>A way to fetch many characters.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">Its name in the table.</param>
/// <param name="Concurrency">How many requests it has in flight at most; 0 for as many as there are ids.</param>
/// <param name="IsDurable">Whether it is the durable fan-out.</param>
internal sealed record Contender(string Name, string Title, int Concurrency, bool IsDurable)
{
    /// <summary>The size of the pool, and the cap of the durable fan-out.</summary>
    public const int PoolSize = 20;

    /// <summary>All of them. The durable one is the first to run: it is the one that checks the ids.</summary>
    public static IReadOnlyList<Contender> All { get; } =
    [
        new("durable", "durable fan-out", PoolSize, IsDurable: true),
        new("sequential", "one by one", 1, IsDurable: false),
        new("pool", $"pool of {PoolSize}", PoolSize, IsDurable: false),
        new("all", "all at once", 0, IsDurable: false),
    ];
}
