namespace CharacterFanOut;

/// <summary>What changed between two fan-outs over the same source.</summary>
public sealed record ReportChanges
{
    /// <summary>The most field changes that are listed, those of the smallest ids: 1,000.</summary>
    public const int MaxListed = 1000;
    public required string Since { get; init; }

    /// <summary>Characters that are there now and were not before.</summary>
    public required IdSet Added { get; init; }

    /// <summary>Characters that were there before and are not now.</summary>
    public required IdSet Removed { get; init; }

    /// <summary>How many characters have a field with another value.</summary>
    public required long ChangedCharacters { get; init; }

    /// <summary>The fields that changed, in id order, at most <see cref="MaxListed"/>.</summary>
    public required IReadOnlyList<FieldChange> Changed { get; init; }

    /// <summary>Compares two runs' characters, reading each once and holding neither.</summary>
    /// <param name="before">The characters of the run before, in ascending order of ids.</param>
    /// <param name="after">The characters of this run, in ascending order of ids.</param>
    /// <param name="unknown">
    /// Ids of which one of the runs cannot say whether they exist, because they failed for another reason than not being
    /// found: these count neither as added nor as removed.
    /// </param>
    public static async Task<ReportChanges> CompareAsync(
        string since,
        IAsyncEnumerable<CharacterSnapshot> before,
        IAsyncEnumerable<CharacterSnapshot> after,
        IdSet unknown,
        CancellationToken cancellation)
    {
        var added = new List<int>();
        var removed = new List<int>();
        var changed = new List<FieldChange>();
        var changedCharacters = 0L;
        await foreach (var (old, now) in PairAsync(before, after, cancellation).ConfigureAwait(false))
        {
            if (old is null || now is null)
            {
                (old is null ? added : removed).Add((old ?? now)!.Id);
                continue;
            }

            var differences = Differences(old, now).ToList();
            changedCharacters += differences.Count > 0 ? 1 : 0;
            changed.AddRange(differences.Take(MaxListed - changed.Count));
        }

        return new()
        {
            Since = since,
            Added = IdSet.Of(added).Except(unknown),
            Removed = IdSet.Of(removed).Except(unknown),
            ChangedCharacters = changedCharacters,
            Changed = changed,
        };
    }

    private static async IAsyncEnumerable<(CharacterSnapshot? Before, CharacterSnapshot? After)> PairAsync(
        IAsyncEnumerable<CharacterSnapshot> before,
        IAsyncEnumerable<CharacterSnapshot> after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var olds = before.GetAsyncEnumerator(cancellation);
        await using var oldsDisposal = olds.ConfigureAwait(false);
        var news = after.GetAsyncEnumerator(cancellation);
        await using var newsDisposal = news.ConfigureAwait(false);
        var old = await NextAsync(olds).ConfigureAwait(false);
        var now = await NextAsync(news).ConfigureAwait(false);
        while (old is not null || now is not null)
        {
            var order = old is null ? 1 : now is null ? -1 : old.Id.CompareTo(now.Id);
            yield return (order <= 0 ? old : null, order >= 0 ? now : null);
            old = order <= 0 ? await NextAsync(olds).ConfigureAwait(false) : old;
            now = order >= 0 ? await NextAsync(news).ConfigureAwait(false) : now;
        }
    }

    private static async ValueTask<CharacterSnapshot?> NextAsync(IAsyncEnumerator<CharacterSnapshot> characters) =>
        await characters.MoveNextAsync().ConfigureAwait(false) ? characters.Current : null;

    private static IEnumerable<FieldChange> Differences(CharacterSnapshot before, CharacterSnapshot after) =>
        from field in before.Fields.Keys.Union(after.Fields.Keys).Order(StringComparer.Ordinal)
        let old = before.Fields.GetValueOrDefault(field)
        let now = after.Fields.GetValueOrDefault(field)
        where !string.Equals(old, now, StringComparison.Ordinal)
        select new FieldChange(after.Id, field, old, now);
}

/// <summary>A character as it was stored, field by field, to be compared with another run's.</summary>
/// <param name="Fields">The fields' values as text, by name.</param>
public sealed record CharacterSnapshot(int Id, IReadOnlyDictionary<string, string?> Fields);

/// <summary>A field of a character that has another value than before.</summary>
/// <param name="Field">The field, such as <c>status</c> or <c>location.name</c>.</param>
/// <param name="From">The value before; null when the field was not there.</param>
/// <param name="To">The value now; null when the field is not there.</param>
public sealed record FieldChange(
    int Id,
    string Field,
    string? From,
    string? To);
