using EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Context;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Retries;

public sealed class TaskRetryOptionsTests
{
    [Fact]
    public void ImplicitConversion_Policy_IsKept()
    {
        var policy = new RetryPolicy(2, TimeSpan.FromSeconds(1));

        TaskRetryOptions options = policy;

        Assert.Same(policy, options.Policy);
        Assert.Null(options.Handler);
    }

    [Fact]
    public async Task ImplicitConversion_Handlers_AreAsked()
    {
        RetryHandler plain = context => context.LastAttemptNumber < 2;
        AsyncRetryHandler waiting = context => Task.FromResult(context.LastAttemptNumber < 3);

        TaskRetryOptions one = plain;
        TaskRetryOptions other = waiting;

        Assert.Null(one.Policy);
        Assert.False(await one.Handler!(After(2)));
        Assert.Same(waiting, other.Handler);
        Assert.True(await other.Handler!(After(2)));
    }

    [Fact]
    public void FromRetryHandler_Null_Throws()
    {
        Assert.Throws<ArgumentNullException>("handler", () => TaskRetryOptions.FromRetryHandler((RetryHandler)null!));
        Assert.Throws<ArgumentNullException>("handler", () => TaskRetryOptions.FromRetryHandler((AsyncRetryHandler)null!));
        Assert.Throws<ArgumentNullException>("policy", () => TaskRetryOptions.FromRetryPolicy(null!));
    }

    private static RetryContext After(int attempts) => new(
        new FakeOrchestrationContext(),
        attempts,
        TaskFailureDetails.FromException(new InvalidOperationException()),
        TimeSpan.Zero,
        CancellationToken.None);
}
