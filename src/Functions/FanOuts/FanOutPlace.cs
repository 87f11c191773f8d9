using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CharacterFanOut.Functions.FanOuts;

/// <summary>A place in the list of fan-outs, newest first: it stays where it is when others come before it.</summary>
/// <param name="CreatedAt">When the fan-out there was accepted.</param>
/// <param name="Id">Its id.</param>
public readonly record struct FanOutPlace(DateTimeOffset CreatedAt, string Id)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static FanOutPlace? Parse(string text)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|', 2);
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTime.MaxValue.Ticks
            ? new FanOutPlace(new(ticks, TimeSpan.Zero), parts[1])
            : null;
    }

    /// <summary>The newer comes first; of two of the same instant, the one whose id is greater.</summary>
    public static int Compare(FanOutPlace one, FanOutPlace other)
    {
        var byTime = other.CreatedAt.CompareTo(one.CreatedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(other.Id, one.Id);
    }

    /// <summary>The place as opaque text for an address.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.UtcTicks}|{Id}")));
}
