using System.Text;
using System.Text.Json;
using DurableTask.Core.History;
using FunctionsHost.Reference.Tests.Comparing;
using FunctionsHost.Reference.Tests.Hosts;
using Grpc.Core;
using Microsoft.DurableTask.Client;

namespace FunctionsHost.Reference.Tests.Scripts;

/// <summary>Calls to one host, and what it answers. The same script is run on both hosts.</summary>
internal abstract class Script(Host host, Answers answers)
{
    protected const string Api = "runtime/webhooks/durabletask";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    protected DurableTaskClient Client => host.Client;

    protected Answers Answers { get; } = answers;

    public abstract Task RunAsync();

    protected async Task CallAsync(string call, HttpMethod method, string path, string? body = null, string mediaType = "application/json", string? continuation = null)
    {
        using var answer = await SendAsync(method, path, body, mediaType, continuation);
        await Answers.AddAsync(call, answer);
    }

    protected async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string mediaType = "application/json", string? continuation = null)
    {
        using var request = new HttpRequestMessage(method, $"{Api}/{path}");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, mediaType);
        if (continuation is not null)
        {
            request.Headers.Add("x-ms-continuation-token", continuation);
        }

        return await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    protected Task PostAsync(string call, string path, string? body = null) => CallAsync(call, HttpMethod.Post, path, body);

    protected Task GetAsync(string call, string path) => CallAsync(call, HttpMethod.Get, path);

    protected Task DeleteAsync(string call, string path) => CallAsync(call, HttpMethod.Delete, path);

    /// <summary>Starts an instance without noting the answer.</summary>
    protected async Task StartAsync(string orchestrator, string id, string? input = null, string until = "")
    {
        using var answer = await SendAsync(HttpMethod.Post, $"orchestrators/{orchestrator}/{id}", input);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
        await (until.Length == 0 ? UntilOverAsync(id) : UntilAsync(id, until));
    }

    /// <summary>Notes everything there is to know of an instance: its status, and its history in both forms.</summary>
    protected async Task ShowAsync(string name, string id)
    {
        await GetAsync($"{name}: history", $"instances/{id}?showHistory=true&showHistoryOutput=true");
        await NoteAsync($"{name}: metadata", async () => Of(await Client.GetInstanceAsync(id, getInputsAndOutputs: true)));
        await NoteAsync($"{name}: events", async () => (await Client.GetOrchestrationHistoryAsync(id))
            .Where(static item => item is not OrchestratorStartedEvent and not OrchestratorCompletedEvent)
            .Select(static item => JsonSerializer.SerializeToElement(item, item.GetType()))
            .ToList());
    }

    /// <summary>Notes what a call of the durable client gives, or how it fails.</summary>
    protected async Task NoteAsync(string call, Func<Task<object?>> ask)
    {
        object? answer;
        try
        {
            answer = await ask();
        }
        catch (RpcException e)
        {
            answer = new { e.StatusCode, e.Status.Detail };
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException or NotImplementedException)
        {
            answer = new { Exception = e.GetType().Name, e.Message };
        }

        Answers.Add(call, answer);
    }

    protected Task NoteAsync(string call, Func<Task> act)
        => NoteAsync(call, async () =>
        {
            await act();
            return null;
        });

    protected static object? Of(OrchestrationMetadata? found) => found is null
        ? null
        : new
        {
            found.Name,
            found.InstanceId,
            found.RuntimeStatus,
            found.CreatedAt,
            found.LastUpdatedAt,
            found.SerializedInput,
            found.SerializedOutput,
            found.SerializedCustomStatus,
            found.FailureDetails,
            found.Tags,
        };

    protected async Task UntilOverAsync(string id)
    {
        using var limit = new CancellationTokenSource(Deadline);
        try
        {
            await Client.WaitForInstanceCompletionAsync(id, limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"On {host.Name}, {id} does not end.");
        }
    }

    protected Task UntilAsync(string id, string status) => UntilAsync(id, status, static found => true);

    protected async Task UntilAsync(string id, string status, Func<OrchestrationMetadata, bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (await Client.GetInstanceAsync(id, getInputsAndOutputs: true) is not { } found || found.RuntimeStatus.ToString() != status || !condition(found))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Deadline, $"On {host.Name}, {id} does not become {status}.");
            await Task.Delay(5);
        }
    }
}
