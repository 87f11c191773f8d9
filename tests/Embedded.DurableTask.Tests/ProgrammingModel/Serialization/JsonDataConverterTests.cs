using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Serialization;

public sealed class JsonDataConverterTests
{
    [Fact]
    public void Serialize_Null_IsNull()
    {
        Assert.Null(JsonDataConverter.Default.Serialize(null));
        Assert.Null(JsonDataConverter.Default.Deserialize(null, typeof(int)));
        Assert.Equal(0, JsonDataConverter.Default.Deserialize<int>(null));
    }

    [Fact]
    public void Serialize_Fields_AreIncluded()
    {
        var data = JsonDataConverter.Default.Serialize(("Hello", 42));

        Assert.Equal("""{"Item1":"Hello","Item2":42}""", data);
        Assert.Equal(("Hello", 42), JsonDataConverter.Default.Deserialize<(string, int)>(data));
    }

    [Fact]
    public void Serialize_OptionsGiven_AreUsed()
    {
        var converter = new JsonDataConverter(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase });

        Assert.Equal("""{"firstName":"Rick"}""", converter.Serialize(new { FirstName = "Rick" }));
    }

    [Fact]
    public void Deserialize_JsonNullForAValueType_Throws() =>
        Assert.Throws<JsonException>(() => JsonDataConverter.Default.Deserialize<int>("null"));

    [Fact]
    public void Deserialize_GenericOfACustomConverter_GoesThroughTheUntypedOne() =>
        Assert.Equal(7, new Sevens().Deserialize<int>("anything"));

    private sealed class Sevens : DataConverter
    {
        public override object? Deserialize(string? data, Type targetType) => 7;

        public override string? Serialize(object? value) => "7";
    }
}
