namespace CharacterFanOut.SampleApi.Faults;

/// <summary>The faults as they are now, with the bucket that belongs to their throttle.</summary>
internal sealed class FaultState(FaultSettings initial, TimeProvider time)
{
    private volatile Entry current = new(initial, Bucket(initial, time));

    public FaultSettings Settings => current.Settings;

    public TokenBucket? Throttle => current.Bucket;

    public void Replace(FaultSettings settings)
    {
        // A change elsewhere must not fill the bucket again.
        Entry before = current;
        current = new Entry(settings, settings.Throttle == before.Settings.Throttle ? before.Bucket : Bucket(settings, time));
    }

    /// <summary>Back to the faults that the server started with.</summary>
    public void Restore() => Replace(initial);

    /// <summary>Fills the bucket.</summary>
    public void Refill() => current = new Entry(current.Settings, Bucket(current.Settings, time));

    private static TokenBucket? Bucket(FaultSettings settings, TimeProvider time) =>
        settings.Throttle is { } rate ? new TokenBucket(rate, time) : null;

    private sealed record Entry(FaultSettings Settings, TokenBucket? Bucket);
}
