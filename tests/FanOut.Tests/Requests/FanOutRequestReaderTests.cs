using System.Text.Json;

namespace CharacterFanOut.Tests.Requests;

public sealed class FanOutRequestReaderTests
{
    private readonly FanOutRequestReader reader = new(new FanOutLimits(MaxIds: 1000));

    [Fact]
    public void Read_IdsAlone_TakesTheDefaults()
    {
        var request = Read("""{"ids":"1-99"}""")!;
        Assert.Equal(new FanOutRequest { Ids = IdSet.Range(1, 99) }, request);
        Assert.Equal((null, 20, OnFailure.Continue, true), (request.BatchSize, request.MaxConcurrency, request.OnFailure, request.SaveCharacters));
        Assert.Empty(reader.Errors);
    }

    [Fact]
    public void Read_Everything_TakesEverything()
    {
        var request = Read("""
            {"ids":[1,{"from":3,"to":5}],"batchSize":10,"maxConcurrency":4,"onFailure":"abort","maxFailures":3,
             "outageTimeout":"00:30:00","saveCharacters":false,"notifyUri":"https://example.com/done","id":"my-run_1"}
            """)!;
        Assert.Equal("1,3-5", request.Ids.ToString());
        Assert.Equal((10, 4, OnFailure.Abort, 3, false), (request.BatchSize, request.MaxConcurrency, request.OnFailure, request.MaxFailures, request.SaveCharacters));
        Assert.Equal(TimeSpan.FromMinutes(30), request.OutageTimeout);
        Assert.Equal(new Uri("https://example.com/done"), request.NotifyUri);
        Assert.Equal("my-run_1", reader.ChosenId);
    }

    [Theory]
    [InlineData("00:00:00", 0)]
    [InlineData("PT0S", 0)]
    [InlineData("0:30", 1800)]
    [InlineData("01:30:00", 5400)]
    [InlineData("PT90M", 5400)]
    [InlineData("7.00:00:00", 604_800)]
    [InlineData("P1DT1S", 86_401)]
    public void Read_OutageTimeout_TakesBothWaysToWriteTimes(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read($$"""{"ids":"1","outageTimeout":"{{text}}"}""")!.OutageTimeout);

    [Fact]
    public void Read_Labels_AreTakenInOneOrder()
    {
        var labels = Read("""{"ids":"1","labels":{"team":"alpha","Env.1":"a test, ü=1"}}""")!.Labels!;

        Assert.Equal("Env.1=a test, ü=1, team=alpha", Labels.Describe(labels));
        Assert.Null(Read("""{"ids":"1","labels":{}}""")!.Labels);
        Assert.Null(Read("""{"ids":"1","labels":null}""")!.Labels);
    }

    [Fact]
    public void Read_Breakdowns_AreTakenOnceEach()
    {
        Assert.Equal(["address.city", "kind"], Read("""{"ids":"1","breakdowns":["address.city","kind","kind"]}""")!.Breakdowns!);
        Assert.Null(Read("""{"ids":"1","breakdowns":[]}""")!.Breakdowns);
    }

    [Fact]
    public void Read_TooManyLabels_AreRefused()
    {
        Assert.Null(Read($$"""{"ids":"1","labels":{{JsonSerializer.Serialize(Enumerable.Range(0, 17).ToDictionary(static i => $"l{i}", static _ => "x"))}}}"""));
        Assert.Equal("There are 17 of them; at most 16 are allowed.", Assert.Single(reader.Errors["labels"]));
    }

    [Theory]
    [InlineData("https://example.com:443/")]
    [InlineData("https://example.com:1024/")]
    [InlineData("https://example.com:8443/")]
    public void Read_NotifyUriOnAPortOfTheWeb_IsTaken(string uri) =>
        Assert.Equal(new Uri(uri), Read($$"""{"ids":"1","notifyUri":"{{uri}}"}""")!.NotifyUri);

    [Fact]
    public void Read_ManyMistakes_NamesEachField()
    {
        Assert.Null(Read("""
            {"ids":"9-1","batchSize":0,"maxConcurrency":501,"onFailure":"explode","maxFailures":1,"saveCharacters":"yes",
             "notifyUri":"http://example.com","id":"../x","batchsize":3}
            """));
        Assert.Equal(
            ["batchSize", "batchsize", "id", "ids", "maxConcurrency", "maxFailures", "notifyUri", "onFailure", "saveCharacters"],
            reader.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("\"9-1\" is reversed: write 1-9.", reader.Errors["ids"][0]);
        Assert.Equal("0 is not a whole number from 1 to 1000.", reader.Errors["batchSize"][0]);
    }

    [Theory]
    [InlineData("""{}""", "ids")]
    [InlineData("""{"ids":null}""", "ids")]
    [InlineData("""{"ids":""}""", "ids")]
    [InlineData("""{"ids":[]}""", "ids")]
    [InlineData("""{"ids":"1-1001"}""", "ids")]
    [InlineData("""{"ids":true}""", "ids")]
    [InlineData("""{"ids":"1","batchSize":1.5}""", "batchSize")]
    [InlineData("""{"ids":"1","batchSize":"10"}""", "batchSize")]
    [InlineData("""{"ids":"1","batchSize":1001}""", "batchSize")]
    [InlineData("""{"ids":"1","maxConcurrency":0}""", "maxConcurrency")]
    [InlineData("""{"ids":"1","onFailure":"abort","maxFailures":-1}""", "maxFailures")]
    [InlineData("""{"ids":"1","outageTimeout":"soon"}""", "outageTimeout")]
    [InlineData("""{"ids":"1","labels":"team=alpha"}""", "labels")]
    [InlineData("""{"ids":"1","breakdowns":"a"}""", "breakdowns")]
    [InlineData("""{"ids":"1","breakdowns":[1]}""", "breakdowns")]
    [InlineData("""{"ids":"1","breakdowns":["a..b"]}""", "breakdowns")]
    [InlineData("""{"ids":"1","breakdowns":[""]}""", "breakdowns")]
    [InlineData("""{"ids":"1","breakdowns":["a","b","c","d","e","f"]}""", "breakdowns")]
    [InlineData("""{"ids":"1","labels":{"team":1}}""", "labels")]
    [InlineData("""{"ids":"1","labels":{"team":""}}""", "labels")]
    [InlineData("""{"ids":"1","labels":{"-team":"x"}}""", "labels")]
    [InlineData("""{"ids":"1","labels":{"":"x"}}""", "labels")]
    [InlineData("""{"ids":"1","labels":{"team\n":"x"}}""", "labels")]
    [InlineData("""{"ids":"1","labels":{"team":"a\u0007"}}""", "labels")]
    [InlineData("""{"ids":"1","outageTimeout":"90"}""", "outageTimeout")]
    [InlineData("""{"ids":"1","outageTimeout":90}""", "outageTimeout")]
    [InlineData("""{"ids":"1","outageTimeout":""}""", "outageTimeout")]
    [InlineData("""{"ids":"1","outageTimeout":"-00:00:01"}""", "outageTimeout")]
    [InlineData("""{"ids":"1","outageTimeout":"7.00:00:01"}""", "outageTimeout")]
    [InlineData("""{"ids":"1","outageTimeout":"P999999999Y"}""", "outageTimeout")]
    [InlineData("""{"ids":"1","notifyUri":"/done"}""", "notifyUri")]
    [InlineData("""{"ids":"1","notifyUri":"https://user:secret@example.com"}""", "notifyUri")]
    [InlineData("""{"ids":"1","notifyUri":5}""", "notifyUri")]
    [InlineData("""{"ids":"1","notifyUri":"https://example.com:25/"}""", "notifyUri")]
    [InlineData("""{"ids":"1","notifyUri":"https://example.com:0/"}""", "notifyUri")]
    [InlineData("""{"ids":"1","notifyUri":"https://127.0.0.1/"}""", "notifyUri")]
    [InlineData("""{"ids":"1","notifyUri":"https://2130706433/"}""", "notifyUri")]
    [InlineData("""{"ids":"1","notifyUri":"https://[::ffff:10.0.0.1]/"}""", "notifyUri")]
    [InlineData("""{"ids":"1","notifyUri":"https://LOCALHOST./"}""", "notifyUri")]
    [InlineData("""{"ids":"1","id":"scheduled-20260101T000000"}""", "id")]
    [InlineData("""{"ids":"1","id":"a:000001"}""", "id")]
    [InlineData("""{"ids":"1","id":""}""", "id")]
    [InlineData("""[1,2]""", "")]
    public void Read_OneMistake_NamesTheField(string json, string field)
    {
        Assert.Null(Read(json));
        Assert.Equal(field, Assert.Single(reader.Errors).Key);
    }

    [Fact]
    public void Read_HttpNotifyWhereAllowed_IsTaken()
    {
        using var json = JsonDocument.Parse("""{"ids":"1","notifyUri":"http://127.0.0.1:9/"}""");
        Assert.NotNull(new FanOutRequestReader(new FanOutLimits(AllowPrivateNotify: true)).Read(json.RootElement));
    }

    [Fact]
    public void Json_Request_RoundTrips()
    {
        var request = Read("""{"ids":"1-9","onFailure":"abort","maxFailures":3,"notifyUri":"https://example.com/"}""")!;
        Assert.Equal(request, JsonSerializer.Deserialize<FanOutRequest>(JsonSerializer.Serialize(request, JsonSerializerOptions.Web), JsonSerializerOptions.Web));
    }

    private FanOutRequest? Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        return reader.Read(json.RootElement);
    }
}
