using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Client;

public sealed class DurableTaskClientTests
{
    [Fact]
    public async Task Overloads_ShortForms_ReachTheImplementingMembers()
    {
        using var source = new CancellationTokenSource();
        var token = source.Token;
        await using var client = new RecordingClient();

        await client.ScheduleNewOrchestrationInstanceAsync("A", token);
        await client.ScheduleNewOrchestrationInstanceAsync("A", 5, token);
        await client.ScheduleNewOrchestrationInstanceAsync("A", new StartOrchestrationOptions("id"), token);
        await client.RaiseEventAsync("i", "e", token);
        await client.WaitForInstanceStartAsync("i", token);
        await client.WaitForInstanceCompletionAsync("i", token);
        await client.SuspendInstanceAsync("i", token);
        await client.ResumeInstanceAsync("i", token);
        await client.GetInstanceAsync("i", token);
        await client.GetInstanceAsync("i", getInputsAndOutputs: true);
        await client.GetInstancesAsync("i", token);

        Assert.Equal("recording", client.Name);
        Assert.Equal(
            [
                "schedule A - - True", "schedule A 5 - True", "schedule A - id True", "raise i e - True", "start i False True",
                "completion i False True", "suspend i - True", "resume i - True", "get i False True", "get i True False", "get i False True",
            ],
            client.Calls);
    }

    [Fact]
    public async Task TerminateAndPurge_ShortForms_ReachTheImplementingMembers()
    {
        using var source = new CancellationTokenSource();
        var token = source.Token;
        await using var client = new PurgingClient();

        await client.TerminateInstanceAsync("i", token);
        await client.TerminateInstanceAsync("i", (object)"bye", token);
        await client.TerminateInstanceAsync("i", (object?)null, token);
        await client.TerminateInstanceAsync("i", new TerminateInstanceOptions("bye", Recursive: true), token);
        await client.PurgeInstanceAsync("i", token);
        await client.PurgeInstanceAsync("i", new PurgeInstanceOptions(Recursive: true), token);
        await client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), token);

        Assert.Equal(
            [
                "terminate i no options True", "terminate i bye False True", "terminate i no options True", "terminate i bye True True",
                "purge i - True", "purge i True True", "purge all True",
            ],
            client.Calls);
    }

    [Fact]
    public async Task PurgeInstancesAsync_Extension_MakesTheFilter()
    {
        await using var client = new PurgingClient();
        var from = DateTimeOffset.UnixEpoch;
        OrchestrationRuntimeStatus[] statuses = [OrchestrationRuntimeStatus.Failed];

        await client.PurgeInstancesAsync(from, null, statuses, new PurgeInstanceOptions(Recursive: true));

        Assert.Equal(new PurgeInstancesFilter(from, null, statuses), client.Filter);
        Assert.True(client.Options!.Recursive);

        await client.PurgeInstancesAsync(null, from);

        Assert.Equal(new PurgeInstancesFilter(null, from), client.Filter);
        Assert.Null(client.Options);
    }

    [Fact]
    public async Task OptionalMembers_NotImplemented_SayWhatIsNotSupported()
    {
        await using var client = new RecordingClient();

        await Refuses("terminate", () => client.TerminateInstanceAsync("i"));
        await Refuses("purge", () => client.PurgeInstanceAsync("i"));
        await Refuses("purge", () => client.PurgeAllInstancesAsync(new PurgeInstancesFilter()));
        await Refuses("restart", () => client.RestartAsync("i"));
        await Refuses("rewind", () => client.RewindInstanceAsync("i", "reason"));
        await Refuses("list", () => client.ListInstanceIdsAsync());
    }

    private static async Task Refuses(string what, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<NotSupportedException>(call);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(RecordingClient), error.Message, StringComparison.Ordinal);
    }
}
