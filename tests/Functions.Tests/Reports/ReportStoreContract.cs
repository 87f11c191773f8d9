using CharacterFanOut.Functions.Reports;

namespace CharacterFanOut.Functions.Tests.Reports;

/// <summary>What every report store has to do; each store's tests add themselves.</summary>
public abstract class ReportStoreContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_Twice_GivesTheLastWhole()
    {
        var store = await OpenStoreAsync();
        await store.WriteAsync("a", "report.json", new byte[100_000], Cancellation);
        await store.WriteAsync("a", "report.json", "short"u8.ToArray(), Cancellation);
        Assert.Equal("short", await ReadAsync(store, "a", "report.json"));
        Assert.Equal(["report.json"], await store.ListAsync("a", "", Cancellation).ToListAsync());
    }

    [Fact]
    public async Task Open_NothingThere_IsNull()
    {
        var store = await OpenStoreAsync();
        Assert.Null(await store.OpenAsync("a", "report.json", Cancellation));
        Assert.Empty(await store.ListAsync("a", "", Cancellation).ToListAsync());
        await store.DeleteAsync("a", Cancellation);
    }

    [Fact]
    public async Task List_ByPrefix_GivesThoseOfOneFanOut()
    {
        var store = await OpenStoreAsync();
        foreach (var (id, name) in ((string, string)[])[("a", "characters/000000.ndjson"), ("a", "characters/000001.ndjson"), ("a", "failures/000000.ndjson"), ("ab", "characters/000007.ndjson"), ("A", "characters/000009.ndjson")])
        {
            await store.WriteAsync(id, name, "x"u8.ToArray(), Cancellation);
        }

        Assert.Equal(
            ["characters/000000.ndjson", "characters/000001.ndjson"], (await store.ListAsync("a", "characters/", Cancellation).ToListAsync()).Order(StringComparer.Ordinal));
        await store.DeleteAsync("a", Cancellation);
        Assert.Empty(await store.ListAsync("a", "", Cancellation).ToListAsync());
        Assert.Equal(["characters/000007.ndjson"], await store.ListAsync("ab", "", Cancellation).ToListAsync());
        Assert.Equal(["characters/000009.ndjson"], await store.ListAsync("A", "", Cancellation).ToListAsync());
    }

    /// <summary>The longest ids that a request may choose, of each kind of character, and two that differ at their end alone.</summary>
    public static TheoryData<string> LongestIds => new(
        from text in (string[])["A", "Z", "a", "0", "a_", "a-", "aB9_-", "Ab"]
        select string.Concat(Enumerable.Repeat(text, FanOutId.MaxLength))[..FanOutId.MaxLength]);

    [Fact]
    public async Task Write_LongIdsThatDifferAtTheirEnd_HavePlacesOfTheirOwn()
    {
        var store = await OpenStoreAsync();
        string[] ids = [new string('A', 100), new string('A', 99) + "B", new string('A', 99), new string('A', 99) + "a"];
        foreach (var id in ids)
        {
            Assert.True(FanOutId.WhatIsWrongWith(id) is null, id);
            await store.WriteAsync(id, "report.json", System.Text.Encoding.UTF8.GetBytes(id), Cancellation);
        }

        foreach (var id in ids)
        {
            Assert.Equal(id, await ReadAsync(store, id, "report.json"));
        }
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("con")]
    [InlineData("a/b")]
    [InlineData("run:000001")]
    [InlineData("ÄÖ")]
    [MemberData(nameof(LongestIds))]
    public async Task Write_AnyId_StaysInItsPlace(string id)
    {
        var store = await OpenStoreAsync();
        await store.WriteAsync(id, "characters/000000.ndjson", "x"u8.ToArray(), Cancellation);
        Assert.Equal("x", await ReadAsync(store, id, "characters/000000.ndjson"));
        Assert.Equal(["characters/000000.ndjson"], await store.ListAsync(id, "", Cancellation).ToListAsync());
        await store.DeleteAsync(id, Cancellation);
        Assert.Null(await store.OpenAsync(id, "characters/000000.ndjson", Cancellation));
    }

    [Fact]
    public async Task Write_ManyAtOnce_LeavesOneWhole()
    {
        var store = await OpenStoreAsync();
        var contents = Enumerable.Range(0, 20).Select(n => new string((char)('a' + n), 5000)).ToList();
        await Task.WhenAll(contents.Select(c => store.WriteAsync("a", "characters/000000.ndjson", System.Text.Encoding.UTF8.GetBytes(c), Cancellation)));
        Assert.Contains(await ReadAsync(store, "a", "characters/000000.ndjson"), contents);
        Assert.Equal(["characters/000000.ndjson"], await store.ListAsync("a", "", Cancellation).ToListAsync());
    }

    [Fact]
    public async Task Check_StoreThatWorks_Returns()
    {
        var store = await OpenStoreAsync();
        await store.CheckAsync(Cancellation);
    }

    [Fact]
    public async Task Check_ManyAtOnce_AllReturn()
    {
        var store = await OpenStoreAsync();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => store.CheckAsync(Cancellation), Cancellation)));
    }

    /// <summary>A store with nothing in it.</summary>
    protected abstract Task<IReportStore> OpenStoreAsync();

    private static async Task<string?> ReadAsync(IReportStore store, string id, string name)
    {
        await using var stream = await store.OpenAsync(id, name, Cancellation);
        using var reader = new StreamReader(stream!);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
