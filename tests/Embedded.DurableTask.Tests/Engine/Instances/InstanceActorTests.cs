using EmbeddedFunctions.DurableTask.Testing;
using EmbeddedFunctions.DurableTask.Tests.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedFunctions.DurableTask.Tests.Engine.Instances;

public sealed class InstanceActorTests : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();
    private readonly Gate gate = new();
    private readonly ManualResetEventSlim resume = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private int blocked;

    public void Dispose()
    {
        this.resume.Set();
        this.gate.Dispose();
        this.resume.Dispose();
        this.folder.Dispose();
    }

    [Fact]
    public async Task Timer_DueWhileATurnIsTaken_Fires()
    {
        await using DurableTaskTestHost host = await this.StartAsync(registry => registry.AddOrchestratorFunc<int, string>("Sleeper", async (context, _) =>
        {
            Task timer = context.CreateTimer(TimeSpan.FromSeconds(10), CancellationToken.None);
            await context.WaitForExternalEvent<int>("go");
            this.Block();
            await timer;
            return "woken";
        }));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Sleeper", 0);
        await this.RestingAsync(host);
        await host.Client.RaiseEventAsync(id, "go", 1);
        await Eventually.TrueAsync(() => Volatile.Read(ref this.blocked) == 1, "the turn is under way");

        this.time.Advance(TimeSpan.FromSeconds(11));
        this.resume.Set();

        Assert.Equal("woken", (await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Session_Idle_IsEvictedAndRebuiltByTheNextEvent()
    {
        await using DurableTaskTestHost host = await this.StartAsync(RegisterAdder);
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Adder", 2);
        await this.RestingAsync(host);
        await host.Client.RaiseEventAsync(id, "number", 20);
        await this.RestingAsync(host);
        Assert.Equal(0, host.Engine.Statistics.ReplayedEvents);

        this.time.Advance(Idle * 2);
        await host.Client.RaiseEventAsync(id, "number", 22);

        Assert.Equal(42, (await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true)).ReadOutputAs<int>());
        Assert.NotEqual(0, host.Engine.Statistics.ReplayedEvents);
    }

    [Fact]
    public async Task Session_EvictedWhileItsActivityRuns_TakesTheOutcomeOnce()
    {
        await using DurableTaskTestHost host = await this.StartAsync(registry => registry
            .AddActivityFunc<int, int>("Work", async (context, value) =>
            {
                await this.gate.PassAsync(context.InstanceId);
                return value;
            })
            .AddOrchestratorFunc<int, int>("Caller", (context, value) => context.CallActivityAsync<int>("Work", value)));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Caller", 42);
        await this.gate.StartedAsync(1);

        // An answer of the writer: the turn that started the activity has been seen to its end.
        await host.Client.RaiseEventAsync("nobody", "nothing");
        this.time.Advance(Idle * 2);
        this.gate.Release(2);

        Assert.Equal(42, (await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true)).ReadOutputAs<int>());
        Assert.NotEqual(0, host.Engine.Statistics.ReplayedEvents);
        Assert.Single(this.gate.Started);
    }

    [Fact]
    public async Task Session_EvictedWhileItSleeps_WakesForItsTimer()
    {
        await using DurableTaskTestHost host = await this.StartAsync(registry => registry.AddOrchestratorFunc<int, string>("Sleeper", async (context, _) =>
        {
            await context.CreateTimer(TimeSpan.FromHours(12), CancellationToken.None);
            return "woken";
        }));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Sleeper", 0);
        await this.RestingAsync(host);

        this.time.Advance(TimeSpan.FromHours(6));
        this.time.Advance(TimeSpan.FromHours(6));

        Assert.Equal("woken", (await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true)).ReadOutputAs<string>());
        Assert.NotEqual(0, host.Engine.Statistics.ReplayedEvents);
    }

    [Fact]
    public async Task Timer_CancelledBeforeItIsDue_TakesNoTurn()
    {
        await using DurableTaskTestHost host = await this.StartAsync(registry => registry.AddOrchestratorFunc<int, int>("Patient", async (context, _) =>
        {
            int first = await context.WaitForExternalEvent<int>("number", TimeSpan.FromSeconds(10));
            return first + await context.WaitForExternalEvent<int>("number");
        }));
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Patient", 0);
        await this.RestingAsync(host);
        await host.Client.RaiseEventAsync(id, "number", 20);
        await this.RestingAsync(host);
        long turns = host.Engine.Statistics.Turns;

        this.time.Advance(TimeSpan.FromSeconds(20));
        await this.RestingAsync(host);

        Assert.Equal(turns, host.Engine.Statistics.Turns);
        await host.Client.RaiseEventAsync(id, "number", 22);
        Assert.Equal(42, (await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task MaxConcurrentOrchestrators_WithManyInstances_IsReachedAndNeverExceeded()
    {
        int running = 0, most = 0;
        await using DurableTaskTestHost host = await this.StartAsync(
            registry => registry.AddOrchestratorFunc<int, int>("Slow", (_, value) =>
            {
                int now = Interlocked.Increment(ref running);
                lock (this.gate)
                {
                    most = Math.Max(most, now);
                }

                this.Block();
                Interlocked.Decrement(ref running);
                return value;
            }),
            options => options.MaxConcurrentOrchestrators = 2);
        string[] ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => host.Client.ScheduleNewOrchestrationInstanceAsync("Slow", i)));
        await Eventually.TrueAsync(() => Volatile.Read(ref running) == 2, "two take their turn");

        this.resume.Set();
        await Task.WhenAll(ids.Select(id => host.Client.WaitForInstanceCompletionAsync(id)));

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Waiters_OfInstancesThatAreOver_AreNotKept()
    {
        await using DurableTaskTestHost host = await this.StartAsync(registry => registry.AddOrchestratorFunc<int, int>("Echo", (_, value) => value));
        for (int i = 0; i < 10; i++)
        {
            string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Echo", i);
            await host.Client.WaitForInstanceCompletionAsync(id);
            await host.Client.WaitForInstanceStartAsync(id);
        }

        Assert.Equal(0, host.Engine.Runtime.Waiters.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task History_OfAnInstanceWhoseCodeHasChanged_EndsOnce(bool sessions)
    {
        int runs = 0;
        void Register(DurableTaskRegistry registry) => registry
            .AddActivityFunc<int, int>("Old", (_, value) => value)
            .AddActivityFunc<int, int>("New", (_, value) => value)
            .AddOrchestratorFunc<int, int>("Changed", async (context, value) =>
            {
                await context.CallActivityAsync<int>(Interlocked.Increment(ref runs) == 1 ? "Old" : "New", value);
                return await context.WaitForExternalEvent<int>("number");
            });
        string id;
        await using (DurableTaskTestHost host = await this.StartAsync(Register))
        {
            id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Changed", 1);
            await this.RestingAsync(host);
        }

        await using DurableTaskTestHost next = await this.StartAsync(Register, options => options.ExtendedSessionsEnabled = sessions);
        await next.Client.RaiseEventAsync(id, "number", 1);
        OrchestrationMetadata end = await next.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Single((await next.Engine.GetHistoryAsync(id))!.OfType<DurableTask.History.ExecutionCompleted>());
    }

    private static void RegisterAdder(DurableTaskRegistry registry) => registry.AddOrchestratorFunc<int, int>("Adder", async (context, count) =>
    {
        int sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += await context.WaitForExternalEvent<int>("number");
        }

        return sum;
    });

    private void Block()
    {
        Interlocked.Increment(ref this.blocked);
        this.resume.Wait();
    }

    /// <summary>The instances have done what they can, and all of it is committed.</summary>
    private async Task RestingAsync(DurableTaskTestHost host)
    {
        await host.Client.RaiseEventAsync("nobody", "nothing");
        await Eventually.TrueAsync(() => !host.Engine.Runtime.IsBusy, "the engine rests");
    }

    private Task<DurableTaskTestHost> StartAsync(Action<DurableTaskRegistry> configure, Action<DurableTaskEngineOptions>? options = null) =>
        DurableTaskTestHost.StartAsync(
            configure,
            o =>
            {
                o.DatabasePath = this.folder.File("hub.db");
                o.ExtendedSessionIdleTimeout = Idle;
                options?.Invoke(o);
            },
            this.time);
}
