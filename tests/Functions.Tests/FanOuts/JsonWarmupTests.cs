namespace CharacterFanOut.Functions.Tests.FanOuts;

public class JsonWarmupTests
{
    [Fact]
    public Task Warmup_Completes() => JsonWarmup.RunAsync();
}
