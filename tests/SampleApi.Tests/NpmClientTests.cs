using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CharacterFanOut.SampleApi.Tests;

/// <summary>The public API's own npm client, unchanged, takes the sample API for the public one.</summary>
public sealed class NpmClientTests
{
    [Fact]
    public async Task NpmClient_EveryFunction_GetsWhatThePublicApiWouldGive()
    {
        await using SampleApiServer server = await SampleApiServer.StartAsync(new SampleApiOptions());

        JsonElement answers = await RunAsync(server.BaseAddress);

        Assert.Equal($"{server.BaseAddress}character", Data(answers, "endpoints").GetProperty("characters").GetString());
        Assert.Equal(1, Data(answers, "character").GetProperty("id").GetInt32());
        Assert.Equal([1, 2, 3], Ids(Data(answers, "characters")));
        Assert.Empty(Ids(Data(answers, "noCharacters")));
        Assert.Equal(404, Status(answers, "unknownCharacter"));
        Assert.Equal(Enumerable.Range(1, 20), Ids(Data(answers, "firstPage").GetProperty("results")));
        Assert.Equal(826, Data(answers, "firstPage").GetProperty("info").GetProperty("count").GetInt32());
        Assert.All(Data(answers, "filtered").GetProperty("results").EnumerateArray(), static character =>
        {
            Assert.Equal("Alive", character.GetProperty("status").GetString());
            Assert.Equal("Male", character.GetProperty("gender").GetString());
        });
        Assert.Equal(404, Status(answers, "pastTheEnd"));
        Assert.Equal("S03E08", Data(answers, "episode").GetProperty("episode").GetString());
        Assert.Equal([10, 28], Ids(Data(answers, "episodes")));
        Assert.Equal(Enumerable.Range(1, 10), Ids(Data(answers, "season").GetProperty("results")));
        Assert.Equal(3, Data(answers, "location").GetProperty("id").GetInt32());
        Assert.Equal([3, 21], Ids(Data(answers, "locations")));
        Assert.All(Data(answers, "planets").GetProperty("results").EnumerateArray(), static location =>
            Assert.Equal("Planet", location.GetProperty("type").GetString()));
    }

    private static async Task<JsonElement> RunAsync(Uri root, [CallerFilePath] string thisFile = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(thisFile)!, "Npm");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules", "rickmortyapi")),
            $"The npm client is not installed. Run 'npm ci' in {folder}, or the whole of eng/test.sh, which does.");

        using Process node = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "client.mjs"), root.AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = node.StandardOutput.ReadToEndAsync();
        string errors = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, errors);
        return JsonElement.Parse(await output);
    }

    private static JsonElement Data(JsonElement answers, string call)
    {
        Assert.Equal(200, Status(answers, call));
        return answers.GetProperty(call).GetProperty("data");
    }

    private static int Status(JsonElement answers, string call) => answers.GetProperty(call).GetProperty("status").GetInt32();

    private static IEnumerable<int> Ids(JsonElement list) => list.EnumerateArray().Select(static item => item.GetProperty("id").GetInt32());
}
