using System.Globalization;
using System.Xml;

namespace CharacterFanOut;

/// <summary>Reads durations as people write them in requests and settings.</summary>
internal static class Durations
{
    /// <summary>Reads <c>01:30:00</c>, <c>1.00:00:00</c> or ISO 8601, such as <c>PT90M</c>. A bare number is none: .NET would read it as days.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
        }

        try
        {
            duration = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            duration = default;
            return false;
        }
    }
}
