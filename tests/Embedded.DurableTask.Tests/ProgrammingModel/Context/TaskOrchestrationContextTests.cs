using CsCheck;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Context;

public sealed class TaskOrchestrationContextTests
{
    [Fact]
    public async Task CallOverloads_ShortForms_ReachTheTypedMember()
    {
        var context = new FakeOrchestrationContext();
        var options = new TaskOptions();

        await context.CallActivityAsync("A");
        await context.CallActivityAsync("A", options);
        await context.CallActivityAsync("A", 1, options);
        await context.CallActivityAsync<int>("A", options);
        await context.CallSubOrchestratorAsync("S");
        await context.CallSubOrchestratorAsync("S", options);
        await context.CallSubOrchestratorAsync("S", 1, options);
        await context.CallSubOrchestratorAsync<int>("S", options);

        Assert.Equal(
            [
                "activity A - False Object", "activity A - True Object", "activity A 1 True Object", "activity A - True Int32",
                "sub S - False Object", "sub S - True Object", "sub S 1 True Object", "sub S - True Int32",
            ],
            context.Calls);
    }

    [Fact]
    public void CreateTimer_Delay_CountsFromTheTurnsTime()
    {
        var context = new FakeOrchestrationContext();

        _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);

        Assert.Equal(["timer 2026-01-02T04:04:05"], context.Calls);
    }

    [Fact]
    public void ContinueAsNew_Options_AreHandedOn()
    {
        var context = new FakeOrchestrationContext();

        context.ContinueAsNew(new ContinueAsNewOptions { NewInput = 3 });
        context.ContinueAsNew(new ContinueAsNewOptions { PreserveUnprocessedEvents = false });

        Assert.Equal(["continue 3 True", "continue - False"], context.Calls);
        Assert.Throws<ArgumentNullException>("options", () => context.ContinueAsNew((ContinueAsNewOptions)null!));
    }

    [Fact]
    public async Task WaitForExternalEvent_EventFirst_GivesItsPayload()
    {
        var context = new FakeOrchestrationContext();
        var wait = context.WaitForExternalEvent<int>("Go", TimeSpan.FromSeconds(1));

        context.RaiseEvent(7);

        Assert.Equal(7, await wait);
        Assert.Equal(["timer 2026-01-02T03:04:06", "event Go"], context.Calls);
    }

    [Fact]
    public async Task WaitForExternalEvent_TimerFirst_IsCancelled()
    {
        var context = new FakeOrchestrationContext();
        var wait = context.WaitForExternalEvent<int>("Go", TimeSpan.FromSeconds(1));

        context.FireTimer();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task WaitForExternalEvent_CancelledByTheCaller_IsCancelled()
    {
        using var source = new CancellationTokenSource();
        var context = new FakeOrchestrationContext();
        var wait = context.WaitForExternalEvent<int>("Go", TimeSpan.FromSeconds(1), source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "1.0", -1)]
    [InlineData("1.0", " ", 1)]
    [InlineData("1.9", "1.10", -1)]
    [InlineData("2.0", "1.10", 1)]
    [InlineData("alpha", "BETA", -1)]
    [InlineData("alpha", "ALPHA", 0)]
    [InlineData("1.0.0", "1.0.0", 0)]
    public void CompareVersionTo_Versions_AreOrdered(string version, string other, int order) =>
        Assert.Equal(order, Math.Sign(new FakeOrchestrationContext { InstanceVersion = version }.CompareVersionTo(other)));

    [Fact]
    public void CompareVersionTo_Swapped_IsTheOpposite() =>
        Gen.Select(Gen.String[Gen.Char["0123.a "], 0, 6], Gen.String[Gen.Char["0123.a "], 0, 6]).Sample((one, other) =>
            Math.Sign(new FakeOrchestrationContext { InstanceVersion = one }.CompareVersionTo(other))
            == -Math.Sign(new FakeOrchestrationContext { InstanceVersion = other }.CompareVersionTo(one)));

    [Fact]
    public void Properties_Default_AreEmpty() => Assert.Empty(new FakeOrchestrationContext().Properties);
}
