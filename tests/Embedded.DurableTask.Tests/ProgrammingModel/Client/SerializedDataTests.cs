using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Client;

public sealed class SerializedDataTests
{
    [Fact]
    public void ReadAs_NoConverterGiven_ReadsJson()
    {
        var data = new SerializedData("[1,2]");

        Assert.Equal([1, 2], data.ReadAs<int[]>());
        Assert.Same(JsonDataConverter.Default, data.Converter);
        Assert.Throws<ArgumentNullException>("data", () => new SerializedData(null!));
    }
}
