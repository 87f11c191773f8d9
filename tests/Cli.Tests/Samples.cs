using CharacterFanOut.Cli.Client;

namespace CharacterFanOut.Cli.Tests;

/// <summary>What hosts answer.</summary>
internal static class Samples
{
    public const string Accepted = """{"id":"a1","links":{"self":"/api/fanouts/a1"}}""";

    public static string Page(string state) => $$"""
        {"fanOut":{{state}},"batches":[{"number":0,"ids":"1-10","count":10,"status":"completed","startedAt":"2026-01-02T03:04:05Z","fetched":10,"failed":0},
        {"number":1,"ids":"11-20","count":10,"status":"running","startedAt":"2026-01-02T03:04:05Z","fetched":0,"failed":1}],"next":1,"more":false}
        """;

    public static string State(string status, int fetched = 0, int failed = 0, string id = "a1") => $$"""
        {"id":"{{id}}","status":"{{status}}","requested":10,"fetched":{{fetched}},"failed":{{failed}},"inFlight":2,"throttledUntil":null,"idsPerSecond":12.5,
        "secondsLeft":3,"batches":1,"batchesDone":0,"createdAt":"2026-01-02T03:04:05Z","lastUpdatedAt":"2026-01-02T03:04:06Z",
        "request":{"ids":"1-10","batchSize":100,"maxConcurrency":20},"retries":[]}
        """;

    public static string Report(int fetched = 10, string kinds = "", int failed = 0) => $$"""
        {"id":"a1","result":"completed","ids":"1-10","requested":10,"fetched":{{fetched}},"failed":{{failed}},"notAttempted":0,"failedByKind":{{{kinds}}},
        "retried":0,"throttledWaits":0,"byStatus":{"top":[{"name":"Alive","count":{{fetched}}}],"other":0},"bySpecies":{"top":[],"other":0},
        "byGender":{"top":[],"other":0},"origins":{"top":[],"other":0},"locations":{"top":[],"other":0},"episodes":{"min":1,"median":2,"max":9},
        "latencyMs":{"p50":1,"p95":2,"p99":3,"max":4},"startedAt":"2026-01-02T03:04:05Z","finishedAt":"2026-01-02T03:04:07Z","seconds":2,"idsPerSecond":5,
        "failures":[{"id":7,"kind":"notFound","message":"There is no character 7 [404].","attempts":1}],"failuresNotListed":0}
        """;

    public static FanOutView Running(long batches = 1) => new()
    {
        Id = "a1",
        Status = FanOutState.Running,
        Requested = 1000,
        Fetched = 500,
        Failed = 100,
        InFlight = 20,
        IdsPerSecond = 250,
        SecondsLeft = 95,
        CreatedAt = DateTimeOffset.MaxValue,
        LastUpdatedAt = DateTimeOffset.MaxValue,
        Batches = batches,
        BatchesDone = 0,
    };
}
