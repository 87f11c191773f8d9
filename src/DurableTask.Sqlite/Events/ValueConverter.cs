using System.Collections;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace DurableTask.Sqlite.Events;

/// <summary>The properties of a failure, which may be anything, as protobuf's JSON-like values and back.</summary>
internal static class ValueConverter
{
    public static Value ToProto(object? value) => value switch
    {
        null => Value.ForNull(),
        bool x => Value.ForBool(x),
        string x => Value.ForString(x),
        DateTime x => Value.ForString(x.ToString("o", CultureInfo.InvariantCulture)),
        DateTimeOffset x => Value.ForString(x.ToString("o", CultureInfo.InvariantCulture)),
        byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            Value.ForNumber(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        IDictionary<string, object?> x => Value.ForStruct(new Struct { Fields = { x.ToDictionary(p => p.Key, p => ToProto(p.Value)) } }),
        IEnumerable x => Value.ForList([.. x.Cast<object?>().Select(ToProto)]),
        _ => Value.ForString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    public static object? FromProto(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.BoolValue => value.BoolValue,
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.NumberValue => value.NumberValue,
        Value.KindOneofCase.StructValue => value.StructValue.Fields.ToDictionary(p => p.Key, p => FromProto(p.Value)),
        Value.KindOneofCase.ListValue => value.ListValue.Values.Select(FromProto).ToList(),
        _ => null,
    };
}
