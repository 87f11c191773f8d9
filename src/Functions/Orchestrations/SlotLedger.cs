namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>
/// Which batch may use how many of a fan-out's slots. A slot is with one batch or free, so all batches together never hold
/// more than there are: this is what keeps the cap. A batch that drains gives slots back before it ends, so that they work
/// for the next one; what it then finishes with comes back when it ends. Both sides tell each other how much it has been in
/// all, because the message may arrive twice.
/// </summary>
/// <param name="slots">How many slots there are: the fan-out's <c>maxConcurrency</c>.</param>
internal sealed class SlotLedger(int slots)
{
    private readonly SortedDictionary<long, Account> accounts = [];

    /// <summary>How many slots no batch holds.</summary>
    public int Free { get; private set; } = slots;

    /// <summary>The batches that run, in ascending order.</summary>
    public IReadOnlyCollection<long> Batches => accounts.Keys;

    /// <summary>How many of the running batches still have ids to start.</summary>
    public int Busy => accounts.Values.Count(a => !a.IsDraining);

    /// <summary>How many slots a running batch was granted in all, beside those that it started with.</summary>
    public int GrantedInAll(long batch) => accounts[batch].Granted;

    /// <summary>A batch starts with some of the free slots.</summary>
    public void Start(long batch, int count)
    {
        Take(count);
        accounts.Add(batch, new(count));
    }

    /// <summary>A batch gives slots back because it has no more ids to start. Too late for a batch that has ended.</summary>
    /// <param name="batch">The batch's number.</param>
    /// <param name="inAll">How many it has given back so far, these included.</param>
    public void Return(long batch, int inAll)
    {
        if (accounts.TryGetValue(batch, out var account))
        {
            var count = account.Returned.Advance(inAll);
            account.Held -= count;
            Free += count;
        }
    }

    /// <summary>A batch ended: whatever it held is free.</summary>
    public void End(long batch)
    {
        Free += accounts[batch].Held;
        accounts.Remove(batch);
    }

    /// <summary>Gives all free slots to the batch that still has ids to start and holds the fewest, and says which; null if there is none.</summary>
    public long? GrantFree()
    {
        var busy = accounts.Where(a => !a.Value.IsDraining).ToList();
        if (Free == 0 || busy.Count == 0)
        {
            return null;
        }

        var (batch, account) = busy.MinBy(a => a.Value.Held);
        var granted = Free;
        Take(granted);
        account.Held += granted;
        account.Granted += granted;
        return batch;
    }

    private void Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Free);
        Free -= count;
    }

    private sealed class Account(int held)
    {
        public int Held { get; set; } = held;

        public int Granted { get; set; }

        public RunningTotal Returned { get; } = new();

        public bool IsDraining => Returned.Total > 0;
    }
}
