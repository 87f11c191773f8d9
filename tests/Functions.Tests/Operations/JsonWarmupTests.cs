namespace CharacterFanOut.Functions.Tests.Operations;

public class JsonWarmupTests
{
    [Fact]
    public Task Warmup_Completes() => JsonWarmup.RunAsync();
}
