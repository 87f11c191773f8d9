using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Orchestrations;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Tests.Operations;

public sealed class FanOutReaderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 2, 0)]
    [InlineData(30, 2, 2)]
    [InlineData(30, null, 30)]
    public void BeganAt_TimesOfTheInstanceAndOfItsStatus_IsTheEarlierThatThereIs(int created, int? started, int expected)
    {
        var fanOut = new OrchestrationMetadata(nameof(FanOutOrchestrator), "one") { CreatedAt = Noon.AddSeconds(created) };
        var status = new FanOutStatus { StartedAt = started is { } seconds ? Noon.AddSeconds(seconds) : default };

        Assert.Equal(Noon.AddSeconds(expected), FanOutReader.BeganAt(fanOut, status));
    }
}
