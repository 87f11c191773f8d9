using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class TagsTests
{
    private static readonly Dictionary<string, string> s_tags = new() { ["tag1"] = "value1", ["tag2"] = "value2" };

    [Theory, EngineModes]
    public async Task Start_Tags_AreThoseOfTheInstance(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks.AddOrchestratorFunc("Seven", _ => 7));

        var metadata = await host.RunAsync("Seven", options: new StartOrchestrationOptions { Tags = s_tags });

        Assert.Equal(s_tags, metadata.Tags);
    }

    [Theory, EngineModes]
    public async Task Start_NoTags_HasNone(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks.AddOrchestratorFunc("Seven", _ => 7));

        Assert.Empty((await host.RunAsync("Seven")).Tags);
    }

    [Theory, EngineModes]
    public async Task CallSubOrchestrator_Tags_AreThoseOfTheChild(EngineMode mode)
    {
        var options = new SubOrchestrationOptions { InstanceId = "the-child", Tags = s_tags };
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<int>("Child", options: options))
            .AddOrchestratorFunc("Child", _ => 7));

        var parent = await host.RunAsync("Parent");

        Assert.Empty(parent.Tags);
        Assert.Equal(s_tags, (await host.GetAsync("the-child")).Tags);
    }

    [Theory, EngineModes]
    public async Task CallSubOrchestrator_ParentWithTags_HandsThemDown(EngineMode mode)
    {
        var options = new SubOrchestrationOptions
        {
            InstanceId = "the-child",
            Tags = new Dictionary<string, string> { ["tag2"] = "its own", ["tag3"] = "its own" },
        };
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<int>("Child", options: options))
            .AddOrchestratorFunc("Child", _ => 7));

        await host.RunAsync("Parent", options: new StartOrchestrationOptions { Tags = s_tags });

        Assert.Equal(
            new Dictionary<string, string> { ["tag1"] = "value1", ["tag2"] = "its own", ["tag3"] = "its own" },
            (await host.GetAsync("the-child")).Tags);
    }

    [Theory, EngineModes]
    public async Task CallSubOrchestrator_TagsAndRetry_KeepsThemInEachAttempt(EngineMode mode)
    {
        var runs = 0;
        var options = new SubOrchestrationOptions
        {
            InstanceId = "the-child",
            Tags = s_tags,
            Retry = new RetryPolicy(2, TimeSpan.FromMilliseconds(1)),
        };
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<int>("Child", options: options))
            .AddOrchestratorFunc("Child", _ => ++runs < 2 ? throw new CustomException("not yet") : runs));

        Assert.Equal(2, await host.OutputAsync<int>("Parent"));
        Assert.Equal(s_tags, (await host.GetAsync("the-child")).Tags);
    }

    [Theory, EngineModes]
    public async Task CallActivity_Tags_DoNoHarm(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Tagged", context => context.CallActivityAsync<int>("Seven", new TaskOptions(tags: s_tags)))
            .AddActivityFunc("Seven", _ => 7));

        Assert.Equal(7, await host.OutputAsync<int>("Tagged"));
    }
}
