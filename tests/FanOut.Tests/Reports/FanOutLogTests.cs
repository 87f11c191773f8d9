namespace CharacterFanOut.Tests.Reports;

public sealed class FanOutLogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Merge_WaitsOfSeveralBatches_AreOneFromTheFirstToTheLast()
    {
        var log = FanOutLog.Merge([Wait(10, 30, "first")], [Wait(0, 20, "second"), Wait(35, 50, "third")]);

        Assert.Equal([Wait(0, 50, "third")], log);
    }

    [Fact]
    public void Merge_AWaitThatLasts_LastsWhateverElseEnds()
    {
        var log = FanOutLog.Merge([Wait(0, 10, "first")], [Wait(5, null, "second"), Wait(600, 610, "third")]);

        Assert.Equal([Wait(0, null, "third")], log);
    }

    [Fact]
    public void Merge_WaitsFarApartOrForOtherReasons_StayApart()
    {
        LogEntry[] log = [Wait(0, 10, "one"), Wait(12, 20, "two", WaitReason.Slow), Wait(60, 70, "three")];

        Assert.Equal(log, FanOutLog.Merge([log[2], log[0]], [log[1]]));
    }

    [Fact]
    public void Merge_EventsOfOneInstant_AreAllKept()
    {
        LogEntry[] log = [new(Noon, LogEvent.Paused), new(Noon, LogEvent.Resumed), new(Noon, LogEvent.Paused)];

        Assert.Equal(3, FanOutLog.Merge(log, []).Count);
    }

    [Fact]
    public void Merge_MoreThanThereIsRoomFor_KeepsTheNewest()
    {
        var log = Enumerable.Range(0, 40).Select(minute => new LogEntry(Noon.AddMinutes(minute), LogEvent.Paused)).ToList();

        Assert.Equal(log.TakeLast(FanOutLog.MaxEntries), log.Aggregate((IReadOnlyList<LogEntry>)[], (all, entry) => FanOutLog.Merge(all, [entry])));
    }

    [Fact]
    public void Merge_LongDetail_IsCutOnce()
    {
        var once = FanOutLog.Merge([new(Noon, LogEvent.BatchLost, new string('x', 500))], []);

        Assert.Equal(new string('x', 120) + "…", once[0].Detail);
        Assert.Equal(once, FanOutLog.Merge(once, []));
    }

    private static LogEntry Wait(int from, int? until, string detail, WaitReason reason = WaitReason.Throttled) =>
        new(Noon.AddSeconds(from), LogEvent.Waiting, detail, reason, until is { } end ? Noon.AddSeconds(end) : null);
}
