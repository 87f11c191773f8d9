using System.Text.Json;
using FunctionsHost.Reference.Tests.Comparing;
using FunctionsHost.Reference.Tests.Hosts;
using FunctionsHost.Reference.Tests.Scripts;

namespace FunctionsHost.Reference.Tests;

/// <summary>The same calls to FunctionsHost and to Microsoft's Durable extension. What they answer is the same, but for what differences.txt says.</summary>
public sealed class ReferenceTests(HostPair hosts) : IClassFixture<HostPair>
{
    [Fact]
    public async Task EveryCall_OnBothHosts_IsAnsweredTheSame()
    {
        var answers = await Task.WhenAll(RunAsync(hosts.Reference), RunAsync(hosts.Tested));
        var (reference, tested) = (answers[0], answers[1]);
        TestContext.Current.TestOutputHelper?.WriteLine($"{tested.Calls} calls, {tested.Members.Count} members of their answers.");
        Assert.Equal(reference.Calls, tested.Calls);
        Differences.AssertKnown(
            Differences.Find(reference.Members, tested.Members),
            KnownDifference.Read(Path.Combine(AppContext.BaseDirectory, "differences.txt")));
    }

    private static async Task<Answers> RunAsync(Host host)
    {
        var answers = new Answers(host.Http.BaseAddress!);
        answers.Add("durable client's binding", JsonSerializer.Deserialize<JsonElement>(host.ClientBinding));
        await new ScenarioScript(host, answers).RunAsync();
        await new ClientScript(host, answers).RunAsync();
        await new ManagementScript(host, answers).RunAsync();
        return answers;
    }
}
