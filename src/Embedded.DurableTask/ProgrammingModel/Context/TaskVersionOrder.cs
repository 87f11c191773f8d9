namespace Microsoft.DurableTask;

/// <summary>Which of two versions is the older.</summary>
internal static class TaskVersionOrder
{
    /// <summary>Compares as <see cref="Version"/>s if both can be read so, else as text, ignoring case. No version comes before any.</summary>
    public static int Compare(string? one, string? other)
    {
        var none = string.IsNullOrWhiteSpace(one);
        var noneToo = string.IsNullOrWhiteSpace(other);
        if (none || noneToo)
        {
            return noneToo.CompareTo(none);
        }

        return Version.TryParse(one, out var parsed) && Version.TryParse(other, out var parsedOther)
            ? parsed.CompareTo(parsedOther)
            : string.Compare(one, other, StringComparison.OrdinalIgnoreCase);
    }
}
