namespace CharacterFanOut.SampleApi.Data;

/// <summary>
/// The episodes of one character: every <paramref name="Step"/>th one from <paramref name="Start"/>, around the end. That makes it
/// arithmetic both to list them and to say whether one is among them, which is how an episode finds its characters.
/// </summary>
/// <param name="Start">The first, counted from 0.</param>
/// <param name="Step">The distance.</param>
/// <param name="Count">How many.</param>
/// <param name="Episodes">How many episodes there are at all.</param>
internal readonly record struct Appearances(int Start, int Step, int Count, int Episodes)
{
    /// <summary>Whether the character appears in the episode of that id.</summary>
    public bool Contains(int episode)
    {
        int distance = (episode - 1 - Start + Episodes) % Episodes;
        return distance % Step == 0 && distance / Step < Count;
    }

    /// <summary>The ids, ascending, one for each index below <see cref="Count"/>.</summary>
    public int this[int index]
    {
        get
        {
            int beforeEnd = Math.Min(Count, ((Episodes - 1 - Start) / Step) + 1);
            int turned = (index + beforeEnd) % Count;
            return ((Start + (turned * Step)) % Episodes) + 1;
        }
    }
}
