using DurableTask.Core.Exceptions;
using DurableTask.Core.Query;
using FunctionsHost.Durable.Protocol;
using FunctionsHost.Durable.Storage;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using P = Microsoft.DurableTask.Protobuf;

namespace FunctionsHost.Durable.Client;

/// <summary>What the app's durable client calls: the service that Microsoft.DurableTask.Client.Grpc expects.</summary>
internal sealed class TaskHubService(InstanceClient client, TaskHub hub) : P.TaskHubSidecarService.TaskHubSidecarServiceBase
{
    private const int HistoryChunk = 500;

    public override Task<Empty> Hello(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override async Task<P.CreateTaskHubResponse> CreateTaskHub(P.CreateTaskHubRequest request, ServerCallContext context)
    {
        await hub.Service.CreateAsync(request.RecreateIfExists).ConfigureAwait(false);
        return new P.CreateTaskHubResponse();
    }

    public override async Task<P.DeleteTaskHubResponse> DeleteTaskHub(P.DeleteTaskHubRequest request, ServerCallContext context)
    {
        await hub.Service.DeleteAsync().ConfigureAwait(false);
        return new P.DeleteTaskHubResponse();
    }

    public override async Task<P.CreateInstanceResponse> StartInstance(P.CreateInstanceRequest request, ServerCallContext context)
    {
        if (request.InstanceId is ['@', ..])
        {
            throw Error(StatusCode.InvalidArgument, $"The instance id '{request.InstanceId}' begins with '@', which is for entities: choose another.");
        }

        var start = new StartRequest(request.Name)
        {
            InstanceId = request.InstanceId,
            Input = request.Input,
            Version = request.Version,
            ScheduledStart = request.ScheduledStartTimestamp?.ToDateTime(),
            Trace = request.ParentTraceContext is { TraceParent.Length: > 0 } trace ? (trace.TraceParent, trace.TraceState) : null,
            Tags = request.Tags,
            Keep = request.OrchestrationIdReusePolicy is { } policy ? StatusesToKeep(policy) : StartRequest.Unfinished,
        };
        try
        {
            return new P.CreateInstanceResponse { InstanceId = await client.StartAsync(start, context.CancellationToken).ConfigureAwait(false) };
        }
        catch (OrchestrationAlreadyExistsException)
        {
            throw Error(StatusCode.AlreadyExists, $"An orchestration instance with the id '{request.InstanceId}' already exists, in a status that is not to be replaced.");
        }
    }

    public override async Task<P.GetInstanceResponse> GetInstance(P.GetInstanceRequest request, ServerCallContext context)
        => Answer(await client.GetAsync(request.InstanceId, context.CancellationToken).ConfigureAwait(false), request);

    public override async Task<P.GetInstanceResponse> WaitForInstanceStart(P.GetInstanceRequest request, ServerCallContext context)
        => Answer(await client.WaitForStartAsync(request.InstanceId, context.CancellationToken).ConfigureAwait(false), request);

    public override async Task<P.GetInstanceResponse> WaitForInstanceCompletion(P.GetInstanceRequest request, ServerCallContext context)
        => Answer(
            await client.WaitForCompletionAsync(request.InstanceId, context.CancellationToken).ConfigureAwait(false) ?? throw NoInstance(request.InstanceId),
            request);

    public override async Task<P.RaiseEventResponse> RaiseEvent(P.RaiseEventRequest request, ServerCallContext context)
    {
        await client.RaiseEventAsync(request.InstanceId, request.Name, request.Input).ConfigureAwait(false);
        return new P.RaiseEventResponse();
    }

    public override async Task<P.TerminateResponse> TerminateInstance(P.TerminateRequest request, ServerCallContext context)
    {
        await CheckAliveAsync(request.InstanceId, context).ConfigureAwait(false);
        await client.TerminateAsync(request.InstanceId, request.Output, request.Recursive, context.CancellationToken).ConfigureAwait(false);
        return new P.TerminateResponse();
    }

    public override async Task<P.SuspendResponse> SuspendInstance(P.SuspendRequest request, ServerCallContext context)
    {
        await CheckAliveAsync(request.InstanceId, context).ConfigureAwait(false);
        await client.SuspendAsync(request.InstanceId, request.Reason).ConfigureAwait(false);
        return new P.SuspendResponse();
    }

    public override async Task<P.ResumeResponse> ResumeInstance(P.ResumeRequest request, ServerCallContext context)
    {
        await CheckAliveAsync(request.InstanceId, context).ConfigureAwait(false);
        await client.ResumeAsync(request.InstanceId, request.Reason).ConfigureAwait(false);
        return new P.ResumeResponse();
    }

    public override async Task<P.RestartInstanceResponse> RestartInstance(P.RestartInstanceRequest request, ServerCallContext context)
    {
        try
        {
            var instanceId = await client.RestartAsync(request.InstanceId, request.RestartWithNewInstanceId, context.CancellationToken).ConfigureAwait(false);
            return new P.RestartInstanceResponse { InstanceId = instanceId ?? throw NoInstance(request.InstanceId) };
        }
        catch (OrchestrationAlreadyExistsException)
        {
            throw Error(StatusCode.FailedPrecondition, $"Instance '{request.InstanceId}' is not over: only then can it be restarted under its own id.");
        }
    }

    public override async Task<P.RewindInstanceResponse> RewindInstance(P.RewindInstanceRequest request, ServerCallContext context)
    {
        var found = await client.GetAsync(request.InstanceId, context.CancellationToken).ConfigureAwait(false) ?? throw NoInstance(request.InstanceId);
        if (found.OrchestrationStatus != OrchestrationStatus.Failed)
        {
            throw Error(StatusCode.FailedPrecondition, $"Instance '{request.InstanceId}' is {found.OrchestrationStatus}: only one that failed can be rewound.");
        }

        await client.RewindAsync(request.InstanceId, request.Reason).ConfigureAwait(false);
        return new P.RewindInstanceResponse();
    }

    public override async Task<P.QueryInstancesResponse> QueryInstances(P.QueryInstancesRequest request, ServerCallContext context)
    {
        var asked = request.Query;
        var page = await PageAsync(
            new OrchestrationQuery
            {
                RuntimeStatus = Statuses(asked.RuntimeStatus),
                CreatedTimeFrom = asked.CreatedTimeFrom?.ToDateTime(),
                CreatedTimeTo = asked.CreatedTimeTo?.ToDateTime(),
                PageSize = asked.MaxInstanceCount,
                ContinuationToken = asked.ContinuationToken,
                InstanceIdPrefix = asked.InstanceIdPrefix,
                FetchInputsAndOutputs = asked.FetchInputsAndOutputs,
            },
            context).ConfigureAwait(false);
        var response = new P.QueryInstancesResponse { ContinuationToken = page.ContinuationToken };
        response.OrchestrationState.AddRange(page.OrchestrationState.Select(state => StateConversion.ToListed(state, asked.FetchInputsAndOutputs)));
        return response;
    }

    public override async Task<P.ListInstanceIdsResponse> ListInstanceIds(P.ListInstanceIdsRequest request, ServerCallContext context)
    {
        var page = await PageAsync(
            new OrchestrationQuery
            {
                RuntimeStatus = Statuses(request.RuntimeStatus),
                PageSize = request.PageSize,
                ContinuationToken = request.LastInstanceKey is { Length: > 0 } last ? last : null,
            },
            context).ConfigureAwait(false);
        var response = new P.ListInstanceIdsResponse { LastInstanceKey = page.ContinuationToken };
        response.InstanceIds.AddRange(page.OrchestrationState
            .Where(state => (request.CompletedTimeFrom is null && request.CompletedTimeTo is null)
                || (InstanceClient.IsOver(state.OrchestrationStatus)
                    && (request.CompletedTimeFrom is not { } from || state.CompletedTime >= from.ToDateTime())
                    && (request.CompletedTimeTo is not { } to || state.CompletedTime <= to.ToDateTime())))
            .Select(static state => state.OrchestrationInstance.InstanceId));
        return response;
    }

    public override async Task<P.PurgeInstancesResponse> PurgeInstances(P.PurgeInstancesRequest request, ServerCallContext context)
    {
        switch (request.RequestCase)
        {
            case P.PurgeInstancesRequest.RequestOneofCase.InstanceId:
                return new P.PurgeInstancesResponse { DeletedInstanceCount = await PurgeAsync(request.InstanceId, request.Recursive, context).ConfigureAwait(false), IsComplete = true };
            case P.PurgeInstancesRequest.RequestOneofCase.InstanceBatch:
                var deleted = 0;
                foreach (var instanceId in request.InstanceBatch.InstanceIds)
                {
                    deleted += await PurgeAsync(instanceId, request.Recursive, context).ConfigureAwait(false);
                }

                return new P.PurgeInstancesResponse { DeletedInstanceCount = deleted, IsComplete = true };
            case P.PurgeInstancesRequest.RequestOneofCase.PurgeInstanceFilter:
                var asked = request.PurgeInstanceFilter;
                var filter = new PurgeInstanceFilter(asked.CreatedTimeFrom?.ToDateTime() ?? DateTime.UnixEpoch, asked.CreatedTimeTo?.ToDateTime(), Statuses(asked.RuntimeStatus))
                {
                    Timeout = asked.Timeout?.ToTimeSpan(),
                };
                var result = await client.PurgeAsync(filter, request.Recursive).ConfigureAwait(false);
                return new P.PurgeInstancesResponse { DeletedInstanceCount = result.DeletedInstanceCount, IsComplete = result.IsComplete };
            default:
                throw Error(StatusCode.InvalidArgument, "The request does not say what is to be purged.");
        }
    }

    public override async Task StreamInstanceHistory(P.StreamInstanceHistoryRequest request, IServerStreamWriter<P.HistoryChunk> responseStream, ServerCallContext context)
    {
        var history = await client.GetHistoryAsync(request.InstanceId, context.CancellationToken).ConfigureAwait(false);
        if (history.Count == 0 && await client.GetAsync(request.InstanceId, context.CancellationToken).ConfigureAwait(false) is null)
        {
            throw NoInstance(request.InstanceId);
        }

        foreach (var events in history.Chunk(HistoryChunk))
        {
            var chunk = new P.HistoryChunk();
            chunk.Events.AddRange(events.Select(HistoryConversion.ToMessage));
            await responseStream.WriteAsync(chunk, context.CancellationToken).ConfigureAwait(false);
        }
    }

    public override Task<P.SignalEntityResponse> SignalEntity(P.SignalEntityRequest request, ServerCallContext context) => throw NoEntities();

    public override Task<P.GetEntityResponse> GetEntity(P.GetEntityRequest request, ServerCallContext context) => throw NoEntities();

    public override Task<P.QueryEntitiesResponse> QueryEntities(P.QueryEntitiesRequest request, ServerCallContext context) => throw NoEntities();

    public override Task<P.CleanEntityStorageResponse> CleanEntityStorage(P.CleanEntityStorageRequest request, ServerCallContext context) => throw NoEntities();

    private static RpcException Error(StatusCode code, string message) => new(new Status(code, message));

    private static RpcException NoInstance(string instanceId) => Error(StatusCode.NotFound, $"There is no orchestration instance '{instanceId}'.");

    private static RpcException NoEntities() => Error(StatusCode.Unimplemented, "This host has no durable entities.");

    private static P.GetInstanceResponse Answer(OrchestrationState? state, P.GetInstanceRequest request)
        => state is null
            ? new P.GetInstanceResponse { Exists = false }
            : new P.GetInstanceResponse { Exists = true, OrchestrationState = StateConversion.ToMessage(state, request.GetInputsAndOutputs) };

    // The client says which statuses may be replaced; the engine wants those that may not.
    private static OrchestrationStatus[] StatusesToKeep(P.OrchestrationIdReusePolicy policy)
        => [.. System.Enum.GetValues<OrchestrationStatus>().Where(status => !policy.ReplaceableStatus.Contains((P.OrchestrationStatus)status))];

    private static List<OrchestrationStatus>? Statuses(RepeatedField<P.OrchestrationStatus> asked)
        => asked.Count == 0 ? null : [.. asked.Select(static status => (OrchestrationStatus)status)];

    private async Task CheckAliveAsync(string instanceId, ServerCallContext context)
    {
        var found = await client.GetAsync(instanceId, context.CancellationToken).ConfigureAwait(false) ?? throw NoInstance(instanceId);
        if (InstanceClient.IsOver(found.OrchestrationStatus))
        {
            throw Error(StatusCode.FailedPrecondition, $"Instance '{instanceId}' is {found.OrchestrationStatus}: nothing more happens to it.");
        }
    }

    private async Task<int> PurgeAsync(string instanceId, bool recursive, ServerCallContext context)
    {
        if (await client.GetAsync(instanceId, context.CancellationToken).ConfigureAwait(false) is not { } found)
        {
            return 0;
        }

        return InstanceClient.IsOver(found.OrchestrationStatus)
            ? await client.PurgeAsync(instanceId, recursive).ConfigureAwait(false)
            : throw Error(StatusCode.FailedPrecondition, $"Instance '{instanceId}' is {found.OrchestrationStatus}: only an instance that is over can be purged. Terminate it first.");
    }

    private async Task<OrchestrationQueryResult> PageAsync(OrchestrationQuery query, ServerCallContext context)
    {
        query.ExcludeEntities = true;
        try
        {
            return await client.QueryAsync(query, context.CancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException e) when (query.ContinuationToken is not null)
        {
            throw Error(StatusCode.InvalidArgument, $"The continuation token cannot be used: {e.Message}");
        }
    }
}
