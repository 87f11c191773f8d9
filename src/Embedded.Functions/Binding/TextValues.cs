using System.Globalization;

namespace EmbeddedFunctions.Binding;

/// <summary>Reads simple values off text: route values, query parameters.</summary>
internal static class TextValues
{
    private static readonly Dictionary<Type, Func<string, object>> Readers = new()
    {
        [typeof(string)] = text => text,
        [typeof(object)] = text => text,
        [typeof(bool)] = text => bool.Parse(text),
        [typeof(byte)] = text => byte.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture),
        [typeof(char)] = text => char.Parse(text),
        [typeof(short)] = text => short.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture),
        [typeof(int)] = text => int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture),
        [typeof(uint)] = text => uint.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture),
        [typeof(long)] = text => long.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture),
        [typeof(ulong)] = text => ulong.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture),
        [typeof(float)] = text => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        [typeof(double)] = text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        [typeof(decimal)] = text => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture),
        [typeof(Guid)] = text => Guid.Parse(text),
        [typeof(Uri)] = text => new Uri(text, UriKind.RelativeOrAbsolute),
        [typeof(TimeSpan)] = text => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
        [typeof(DateOnly)] = text => DateOnly.Parse(text, CultureInfo.InvariantCulture),
        [typeof(TimeOnly)] = text => TimeOnly.Parse(text, CultureInfo.InvariantCulture),
        [typeof(DateTime)] = text => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        [typeof(DateTimeOffset)] = text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
    };

    /// <summary>What reads the type, or null when it is not a simple one.</summary>
    public static Func<string, object>? ReaderFor(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum
            ? text => Enum.Parse(type, text, ignoreCase: true)
            : Readers.GetValueOrDefault(type);
    }
}
