using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Options;

public sealed class TaskOptionsTests
{
    private static readonly RetryPolicy s_policy = new(2, TimeSpan.FromSeconds(1));

    [Fact]
    public void Constructor_Nothing_IsEmpty()
    {
        var options = new TaskOptions();

        Assert.Null(options.Retry);
        Assert.Null(options.Tags);
    }

    [Fact]
    public void CopyConstructor_Options_KeepsRetryAndTags()
    {
        var tags = new Dictionary<string, string> { ["a"] = "b" };
        var options = new TaskOptions(s_policy, tags);

        var copy = new TaskOptions(options);

        Assert.Same(options.Retry, copy.Retry);
        Assert.Same(tags, copy.Tags);
        Assert.Equal(options, copy);
        Assert.Throws<ArgumentNullException>("options", () => new TaskOptions((TaskOptions)null!));
    }

    [Fact]
    public void FromRetry_PolicyAndHandlers_BecomeTheRetry()
    {
        Assert.Same(s_policy, TaskOptions.FromRetryPolicy(s_policy).Retry!.Policy);
        Assert.NotNull(TaskOptions.FromRetryHandler(_ => true).Retry!.Handler);
        Assert.NotNull(TaskOptions.FromRetryHandler(_ => Task.FromResult(true)).Retry!.Handler);
    }

    [Fact]
    public void WithInstanceId_Options_KeepsThemAndAddsTheId()
    {
        var options = new TaskOptions(s_policy, new Dictionary<string, string> { ["a"] = "b" });

        var named = options.WithInstanceId("child");

        Assert.Equal("child", named.InstanceId);
        Assert.Same(options.Retry, named.Retry);
        Assert.Same(options.Tags, named.Tags);
    }

    [Fact]
    public void SubOrchestrationOptions_OutOfOtherOptions_KeepsTheirIdUnlessGivenOne()
    {
        TaskOptions named = new SubOrchestrationOptions(s_policy, "first");

        Assert.Equal("first", new SubOrchestrationOptions(named).InstanceId);
        Assert.Equal("second", new SubOrchestrationOptions(named, "second").InstanceId);
        Assert.Null(new SubOrchestrationOptions(new TaskOptions(s_policy)).InstanceId);
        Assert.Equal("first", ((SubOrchestrationOptions)named with { Tags = null }).InstanceId);
    }
}
