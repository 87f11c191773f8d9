using CharacterFanOut.Functions.Orchestrations;
using CsCheck;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

public sealed class RunningTotalTests
{
    [Fact]
    public void Advance_AnyOrderAndAnyNumberOfTimes_AddsUpToTheLargest() =>
        Gen.Int[0, 50].List[1, 40].Sample(messages =>
        {
            var total = new RunningTotal();
            var sum = messages.Sum(total.Advance);
            Assert.Equal(messages.Max(), sum);
            Assert.Equal(sum, total.Total);
            Assert.All(messages, message => Assert.Equal(0, total.Advance(message)));
        });
}
