namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>The ids of a batch that are still to be fetched: what was put back first, then the rest in order.</summary>
/// <param name="ids">The ids of the batch.</param>
internal sealed class Backlog(IdSet ids)
{
    private readonly Queue<int> putBack = new();
    private IdSet fresh = ids;
    private IEnumerator<int> next = ids.GetEnumerator();
    private long taken;

    /// <summary>Whether the batch was told to start nothing new.</summary>
    public bool IsClosed { get; private set; }

    public bool IsEmpty => putBack.Count == 0 && taken == fresh.Count;

    public bool TryTake(out int id)
    {
        if (putBack.TryDequeue(out id))
        {
            return true;
        }

        if (taken == fresh.Count)
        {
            return false;
        }

        next.MoveNext();
        taken++;
        id = next.Current;
        return true;
    }

    /// <summary>Puts an id back; after <see cref="Close"/> it is dropped, because nothing new is to be started.</summary>
    public void PutBack(int id)
    {
        if (!IsClosed)
        {
            putBack.Enqueue(id);
        }
    }

    public IReadOnlyList<int> TakeAll()
    {
        var all = new List<int>();
        while (TryTake(out var id))
        {
            all.Add(id);
        }

        return all;
    }

    /// <summary>Drops all ids: nothing new is to be started.</summary>
    public void Close()
    {
        IsClosed = true;
        putBack.Clear();
        (fresh, next, taken) = (IdSet.Empty, IdSet.Empty.GetEnumerator(), 0);
    }
}
