namespace CharacterFanOut;

/// <summary>The ids from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
/// <param name="First">The smallest id, at least 1.</param>
/// <param name="Last">The largest id, at least <paramref name="First"/>.</param>
public readonly record struct IdRange(int First, int Last)
{
    /// <summary>How many ids the range holds.</summary>
    public long Count => (long)Last - First + 1;

    /// <summary>The range as it is written: <c>7</c> or <c>1-99</c>.</summary>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
