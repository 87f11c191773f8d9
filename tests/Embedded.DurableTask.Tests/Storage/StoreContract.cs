using EmbeddedFunctions.DurableTask.History;
using EmbeddedFunctions.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Storage;

/// <summary>What the engine relies on in every store. Each store's own class runs all of it.</summary>
public abstract class StoreContract : IDisposable
{
    private static readonly DateTime T0 = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly Lazy<IOrchestrationStore> opened;

    private protected StoreContract() => this.opened = new Lazy<IOrchestrationStore>(() =>
    {
        IOrchestrationStore made = this.Make();
        made.Open();
        return made;
    });

    private IOrchestrationStore Store => this.opened.Value;

    [Fact]
    public void Create_NewId_GivesGrowingKeysAndPendingRecords()
    {
        InstanceRecord a = this.Create("a");
        InstanceRecord b = this.Create("b");

        Assert.True(b.Key > a.Key);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, this.Store.Find("a", withPayloads: false)!.Status);
    }

    [Fact]
    public void Create_AllFields_ReadBackAsWritten()
    {
        InstanceRecord record = Record("full") with
        {
            Version = "2.0",
            ScheduledAt = T0.AddHours(1),
            WakeAt = T0.AddHours(1),
            Parent = new ParentLink("parent", "exec-p", "Parent", 7),
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            Tags = new Dictionary<string, string> { ["team"] = "Ω" },
            Input = "{\"text\":\"žluťoučký\"}",
        };
        this.Commit(new NewInstance(record));

        InstanceRecord read = this.Store.Find("full", withPayloads: true)!;

        Assert.Equal(record.Tags["team"], read.Tags!["team"]);
        Assert.Equal(record with { Key = read.Key, Tags = null }, read with { Tags = null });
    }

    [Fact]
    public void Find_WithoutPayloads_LeavesInputAndOutputOut()
    {
        this.Create("a", input: "1");
        this.Turn("a", r => r with { Status = OrchestrationRuntimeStatus.Completed, Output = "2" });

        InstanceRecord bare = this.Store.Find("a", withPayloads: false)!;
        InstanceRecord whole = this.Store.Find("a", withPayloads: true)!;

        Assert.Null(bare.Input);
        Assert.Null(bare.Output);
        Assert.Equal("1", whole.Input);
        Assert.Equal("2", whole.Output);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    [InlineData(OrchestrationRuntimeStatus.Suspended)]
    public void Create_IdOfAnUnfinishedInstance_IsBlockedWhateverIsAsked(OrchestrationRuntimeStatus status)
    {
        this.Create("a");
        this.Turn("a", r => r with { Status = status });
        var again = new NewInstance(Record("a")) { BlockedBy = new HashSet<OrchestrationRuntimeStatus>() };

        this.Commit(again);

        Assert.Null(again.Created);
        Assert.Equal(status, again.ExistingStatus);
    }

    [Fact]
    public void Create_IdOfAFinishedInstance_ReplacesItWithHistoryAndAll()
    {
        this.Create("a", input: "old");
        this.Turn("a", r => r with { Status = OrchestrationRuntimeStatus.Completed, Output = "done" });
        var again = new NewInstance(Record("a") with { Input = "new" });

        this.Commit(again);

        StoredInstance stored = this.Store.Load("a")!;
        Assert.NotNull(again.Created);
        Assert.Equal("new", stored.Record.Input);
        Assert.Null(stored.Record.Output);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, stored.Record.Status);
        Assert.Empty(stored.Turns);
    }

    [Fact]
    public void Create_FinishedStatusToDedupe_IsBlocked()
    {
        this.Create("a");
        this.Turn("a", r => r with { Status = OrchestrationRuntimeStatus.Failed });
        var again = new NewInstance(Record("a")) { BlockedBy = new HashSet<OrchestrationRuntimeStatus> { OrchestrationRuntimeStatus.Failed } };

        this.Commit(again);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, again.ExistingStatus);
    }

    [Fact]
    public void Create_BlockedChild_TellsItsParent()
    {
        this.Create("parent");
        this.Create("child");
        var refusal = new NewMessage("parent", "exec", new SubOrchestrationFailed(3, new TaskFailureDetails("T", "taken", null, null, null)));

        this.Commit(new NewInstance(Record("child")) { WhenBlocked = refusal });

        StoredMessage message = Assert.Single(this.Store.Load("parent")!.Inbox);
        Assert.Equal(3, Assert.IsType<SubOrchestrationFailed>(message.Event).TaskScheduledId);
        Assert.Equal("exec", message.ExecutionId);
    }

    [Fact]
    public void Turn_History_ReadsBackInOrderWithInput()
    {
        this.Create("a", input: "42");
        this.Turn("a", r => r, new OrchestratorStarted { Timestamp = T0 }, new ExecutionStarted("O", "42") { Timestamp = T0 });
        this.Turn("a", r => r, new OrchestratorStarted { Timestamp = T0.AddSeconds(1) }, new TaskScheduled("A", "1") { EventId = 0 });

        StoredInstance stored = this.Store.Load("a")!;

        Assert.Equal(2, stored.Record.Turns);
        Assert.Equal("42", Assert.IsType<ExecutionStarted>(stored.Turns[0][1]).Input);
        Assert.Equal("A", Assert.IsType<TaskScheduled>(stored.Turns[1][1]).Name);
    }

    [Fact]
    public void Turn_ConsumedMessages_LeavesTheLaterOnes()
    {
        this.Create("a");
        NewMessage first = this.Post("a", "e1");
        NewMessage second = this.Post("a", "e2");

        this.Turn("a", r => r with { ConsumedInbox = first.Id });

        StoredMessage left = Assert.Single(this.Store.Load("a")!.Inbox);
        Assert.Equal(second.Id, left.Id);
        Assert.True(second.Id > first.Id);
    }

    [Fact]
    public void Turn_StartingOver_DropsHistoryAndKeepsWhatIsCarried()
    {
        this.Create("a", input: "1");
        this.Turn("a", r => r, new OrchestratorStarted { Timestamp = T0 });
        InstanceRecord before = this.Store.Load("a")!.Record;
        InstanceRecord after = before with { ExecutionId = "exec-2", Input = "2", Turns = 0 };
        this.Commit(new TurnWrite(after, HistoryWriter.Encode([new EventRaised("E", "x")]), StartsOver: true, CustomStatusChanged: false, ConsumedMessages: false));

        StoredInstance carried = this.Store.Load("a")!;
        this.Turn("a", r => r, new OrchestratorStarted { Timestamp = T0 });
        StoredInstance next = this.Store.Load("a")!;

        Assert.Empty(carried.Turns);
        Assert.Equal("E", Assert.IsType<EventRaised>(Assert.Single(carried.Carried)).Name);
        Assert.Equal("2", carried.Record.Input);
        Assert.Equal("exec-2", carried.Record.ExecutionId);
        Assert.IsType<OrchestratorStarted>(Assert.Single(Assert.Single(next.Turns)));
    }

    [Fact]
    public void Post_NobodyUnfinished_IsNotAccepted()
    {
        this.Create("over");
        this.Turn("over", r => r with { Status = OrchestrationRuntimeStatus.Terminated });

        Assert.False(this.Post("unknown", "e").Accepted);
        Assert.False(this.Post("over", "e").Accepted);
    }

    [Fact]
    public void LoadActive_KindsOfUnfinishedInstances_SaysWhichAreDueAndWhichSleep()
    {
        this.Create("pending");
        this.Commit(new NewInstance(Record("later") with { ScheduledAt = T0.AddDays(1), WakeAt = T0.AddDays(1) }));
        this.Create("busy");
        this.Turn("busy", r => r with { OpenTasks = 2 });
        this.Create("sleeps");
        this.Turn("sleeps", r => r with { WakeAt = T0.AddHours(12) });
        this.Create("waits");
        this.Turn("waits", r => r);
        this.Create("mail");
        this.Turn("mail", r => r);
        this.Post("mail", "e");
        this.Create("over");
        this.Turn("over", r => r with { Status = OrchestrationRuntimeStatus.Completed });

        Dictionary<string, ActiveInstance> active = this.Store.LoadActive().ToDictionary(a => a.InstanceId);

        Assert.Equal(["busy", "later", "mail", "pending", "sleeps"], active.Keys.Order(StringComparer.Ordinal));
        Assert.True(active["pending"].IsDue && active["busy"].IsDue && active["mail"].IsDue);
        Assert.False(active["later"].IsDue || active["sleeps"].IsDue);
        Assert.Equal(T0.AddHours(12), active["sleeps"].WakeAt);
    }

    [Fact]
    public void Purge_OnlyFinishedInstances_AreGoneWithAllTheyHad()
    {
        this.Create("over");
        this.Turn("over", r => r with { Status = OrchestrationRuntimeStatus.Completed });
        this.Create("runs");
        PurgeWrite over = new("over"), runs = new("runs"), unknown = new("unknown");

        this.Store.Commit([new StoreCommit((_, _) => { }) { Purges = [over, runs, unknown] }]);

        Assert.True(over.Purged);
        Assert.False(runs.Purged || unknown.Purged);
        Assert.Null(this.Store.Load("over"));
        Assert.NotNull(this.Store.Load("runs"));
    }

    [Fact]
    public void List_Filters_AreAllApplied()
    {
        for (int i = 0; i < 6; i++)
        {
            this.Commit(new NewInstance(Record($"{(i % 2 == 0 ? "even" : "odd")}-{i}") with { CreatedAt = T0.AddMinutes(i) }));
        }

        this.Turn("even-2", r => r with { Status = OrchestrationRuntimeStatus.Completed, CompletedAt = T0.AddHours(1) });

        Assert.Equal(["even-0", "even-2", "even-4"], this.Ids(new InstanceFilter { InstanceIdPrefix = "even" }));
        Assert.Equal(["odd-3", "even-4"], this.Ids(new InstanceFilter { CreatedFrom = T0.AddMinutes(3), CreatedTo = T0.AddMinutes(4) }));
        Assert.Equal(["even-2"], this.Ids(new InstanceFilter { Statuses = [OrchestrationRuntimeStatus.Completed] }));
        Assert.Equal(["even-2"], this.Ids(new InstanceFilter { CompletedFrom = T0, CompletedTo = T0.AddHours(1) }));
        Assert.Equal(["even-0", "odd-1"], this.Ids(new InstanceFilter { Limit = 2 }));
        Assert.Equal(["even-4", "odd-5"], this.Ids(new InstanceFilter { AfterKey = this.Store.Find("odd-3", false)!.Key }));
        Assert.Empty(this.Ids(new InstanceFilter { InstanceIdPrefix = "%" }));
    }

    [Fact]
    public void Children_OfAnInstance_AreThoseItStarted()
    {
        this.Create("p");
        this.Commit(new NewInstance(Record("c1") with { Parent = new ParentLink("p", "x", "P", 0) }));
        this.Commit(new NewInstance(Record("c2") with { Parent = new ParentLink("p", "x", "P", 1) }));
        this.Commit(new NewInstance(Record("other") with { Parent = new ParentLink("q", "x", "P", 0) }));

        Assert.Equal(["c1", "c2"], this.Store.Children("p"));
    }

    [Fact]
    public void Rewind_NewHistory_ReplacesTheOldAndRunsAgain()
    {
        this.Create("a", input: "1");
        this.Turn("a", r => r, new OrchestratorStarted { Timestamp = T0 });
        this.Turn("a", r => r with { Status = OrchestrationRuntimeStatus.Failed, Failure = HistoryWriter.EncodeFailure(new("T", "m", null, null, null)) }, new OrchestratorStarted { Timestamp = T0 });
        InstanceRecord failed = this.Store.Load("a")!.Record;

        this.Store.Commit([new StoreCommit((_, _) => { })
        {
            Rewinds =
            [
                new RewindWrite(
                    failed with { Status = OrchestrationRuntimeStatus.Running, Turns = 1, Failure = null, OpenTasks = 1 },
                    [HistoryWriter.Encode([new OrchestratorStarted { Timestamp = T0 }, new ExecutionRewound("why")])]),
            ],
        }]);

        StoredInstance stored = this.Store.Load("a")!;
        Assert.Equal(OrchestrationRuntimeStatus.Running, stored.Record.Status);
        Assert.Null(stored.Record.Failure);
        Assert.IsType<ExecutionRewound>(Assert.Single(stored.Turns)[1]);
        Assert.True(Assert.Single(this.Store.LoadActive()).IsDue);
    }

    [Fact]
    public void Load_TenMegabytes_ComeBackWhole()
    {
        string large = new('x', 10 * 1024 * 1024);
        this.Create("big", input: large);
        this.Turn("big", r => r, new OrchestratorStarted { Timestamp = T0 }, new TaskCompleted(0, large));

        StoredInstance stored = this.Store.Load("big")!;

        Assert.Equal(large.Length, stored.Record.Input!.Length);
        Assert.Equal(large, Assert.IsType<TaskCompleted>(stored.Turns[0][1]).Result);
    }

    public void Dispose()
    {
        this.Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (this.opened.IsValueCreated)
        {
            this.opened.Value.Dispose();
        }

    }

    private protected abstract IOrchestrationStore Make();

    private static InstanceRecord Record(string id) => new()
    {
        InstanceId = id,
        ExecutionId = "exec-1",
        Name = "O",
        CreatedAt = T0,
        UpdatedAt = T0,
    };

    private string[] Ids(InstanceFilter filter) => [.. this.Store.List(filter).Select(r => r.InstanceId)];

    private InstanceRecord Create(string id, string? input = null)
    {
        var create = new NewInstance(Record(id) with { Input = input });
        this.Commit(create);
        return create.Created!;
    }

    private void Commit(NewInstance create) => this.Store.Commit([new StoreCommit((_, _) => { }) { Creates = [create] }]);

    private void Commit(TurnWrite turn) => this.Store.Commit([new StoreCommit((_, _) => { }) { Turn = turn }]);

    private NewMessage Post(string id, string name)
    {
        var message = new NewMessage(id, null, new EventRaised(name, null));
        this.Store.Commit([new StoreCommit((_, _) => { }) { Messages = [message] }]);
        return message;
    }

    private void Turn(string id, Func<InstanceRecord, InstanceRecord> change, params HistoryEvent[] events)
    {
        InstanceRecord before = this.Store.Load(id)!.Record;
        InstanceRecord after = change(before with { Status = OrchestrationRuntimeStatus.Running });
        after = after with { Turns = before.Turns + 1 };
        this.Commit(new TurnWrite(
            after,
            HistoryWriter.Encode(events.Length > 0 ? events : [new OrchestratorStarted { Timestamp = T0 }]),
            StartsOver: false,
            CustomStatusChanged: false,
            ConsumedMessages: after.ConsumedInbox != before.ConsumedInbox));
    }
}
