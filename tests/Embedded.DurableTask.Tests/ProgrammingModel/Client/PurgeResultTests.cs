using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Client;

public sealed class PurgeResultTests
{
    [Fact]
    public void Constructor_Count_IsKept()
    {
        Assert.Null(new PurgeResult(3).IsComplete);
        Assert.Equal(3, new PurgeResult(3, false).PurgedInstanceCount);
        Assert.False(new PurgeResult(3, false).IsComplete);
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new PurgeResult(-1));
    }
}
