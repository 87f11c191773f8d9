namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// Which batch may use how many of a fan-out's slots. A slot is with one batch or free, so all batches together never hold
/// more than there are: this is what keeps the cap. A batch that drains gives slots back before it ends, so that they work
/// for the next one; what it then finishes with comes back when it ends.
/// </summary>
/// <param name="slots">How many slots there are: the fan-out's <c>maxConcurrency</c>.</param>
internal sealed class SlotLedger(int slots)
{
    private readonly SortedDictionary<long, int> held = [];
    private readonly HashSet<long> draining = [];

    /// <summary>How many slots no batch holds.</summary>
    public int Free { get; private set; } = slots;

    /// <summary>The batches that run, in ascending order.</summary>
    public IReadOnlyCollection<long> Batches => held.Keys;

    /// <summary>How many of the running batches still have ids to start.</summary>
    public int Busy => held.Count - draining.Count;

    /// <summary>A batch starts with some of the free slots.</summary>
    public void Start(long batch, int count)
    {
        Take(count);
        held.Add(batch, count);
    }

    /// <summary>A batch gives slots back because it has no more ids to start. Too late for a batch that has ended.</summary>
    public void Return(long batch, int count)
    {
        if (held.TryGetValue(batch, out var has))
        {
            held[batch] = has - count;
            draining.Add(batch);
            Free += count;
        }
    }

    /// <summary>A batch ended: whatever it held is free.</summary>
    public void End(long batch)
    {
        Free += held[batch];
        held.Remove(batch);
        draining.Remove(batch);
    }

    /// <summary>Gives all free slots to the batch that still has ids to start and holds the fewest; null if there is none.</summary>
    public (long Batch, int Slots)? GrantFree()
    {
        var busy = held.Where(h => !draining.Contains(h.Key)).ToList();
        if (Free == 0 || busy.Count == 0)
        {
            return null;
        }

        var (batch, has) = busy.MinBy(h => h.Value);
        var granted = Free;
        Take(granted);
        held[batch] = has + granted;
        return (batch, granted);
    }

    private void Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Free);
        Free -= count;
    }
}
