using FunctionsHost.Worker.Protocol;

namespace FunctionsHost.Worker;

/// <summary>Makes invocations of what triggers hand over, and outcomes of what the worker answers.</summary>
internal sealed class FunctionInvoker(WorkerSupervisor supervisor, FunctionTable functions, HostSettings settings, TimeProvider time, IServiceProvider services) : IFunctionInvoker
{
    private static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(5);

    // Later than in the constructor: a source may need what needs this.
    private readonly Lazy<Dictionary<string, IInputBindingSource>> _sources = new(() =>
        services.GetServices<IInputBindingSource>().ToDictionary(source => source.BindingType, StringComparer.OrdinalIgnoreCase));

    public IReadOnlyList<FunctionDefinition> Functions { get => field ??= [.. functions.Functions.Select(function => function.Definition)]; } = null!;

    public async Task<ReturnValue> InvokeAsync(string functionName, TriggerInput input, CancellationToken cancellationToken)
    {
        var function = functions.Find(functionName)?.Definition ?? throw new InvalidOperationException($"There is no function '{functionName}'.");
        var data = new TypedData();
        if (input.Value is { } value)
        {
            if (input.IsJson)
            {
                data.Json = value;
            }
            else
            {
                data.String = value;
            }
        }

        var request = NewRequest(function, NewId(), data, input.TraceParent, input.TraceState);
        if (input.Retry is { Max: not 0 } retry)
        {
            request.RetryContext = new RetryContext { RetryCount = retry.Count, MaxRetryCount = retry.Max };
        }

        var response = await RunAsync(await supervisor.GetChannelAsync(cancellationToken).ConfigureAwait(false), function, request, cancellationToken).ConfigureAwait(false);
        return ToReturnValue(response.ReturnValue);
    }

    /// <summary>An invocation id. It is random, since whoever knows it may send the invocation's HTTP request.</summary>
    public static string NewId() => Guid.NewGuid().ToString();

    /// <summary>An invocation with the values of all its bindings but for the channel's part.</summary>
    public InvocationRequest NewRequest(FunctionDefinition function, string invocationId, TypedData trigger, string traceParent, string traceState)
    {
        // The trace context has to be there, also when it is empty: the worker does not check.
        var request = new InvocationRequest { InvocationId = invocationId, TraceContext = new RpcTraceContext { TraceParent = traceParent, TraceState = traceState } };
        foreach (var binding in function.Bindings)
        {
            if (binding.IsTrigger)
            {
                request.InputData.Add(new ParameterBinding { Name = binding.Name, Data = trigger });
            }
            else if (_sources.Value.TryGetValue(binding.Type, out var source))
            {
                request.InputData.Add(new ParameterBinding { Name = binding.Name, Data = new TypedData { String = source.GetValue(binding) } });
            }
        }

        return request;
    }

    /// <summary>Runs an invocation, within host.json's <c>functionTimeout</c>.</summary>
    /// <exception cref="FunctionFailedException">The function threw.</exception>
    /// <exception cref="FunctionTimeoutException">It ran for too long.</exception>
    /// <exception cref="WorkerUnavailableException">The worker is gone.</exception>
    public async Task<InvocationResponse> RunAsync(WorkerChannel channel, FunctionDefinition function, InvocationRequest request, CancellationToken cancellationToken)
    {
        request.FunctionId = channel.FunctionIds[function.Name];
        var response = settings.FunctionTimeout is { } timeout
            ? await RunWithinAsync(channel, function, request, timeout, cancellationToken).ConfigureAwait(false)
            : await channel.InvokeAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Result is { Status: StatusResult.Types.Status.Success })
        {
            return response;
        }

        var e = response.Result?.Exception;
        throw new FunctionFailedException(function.Name, e?.Type ?? "", e?.Message ?? "The worker did not say why.", e?.StackTrace)
        {
            IsCancelled = response.Result?.Status == StatusResult.Types.Status.Cancelled || IsCancellation(e?.Type),
            InvocationId = request.InvocationId,
        };
    }

    private static bool IsCancellation(string? type) => type is "System.OperationCanceledException" or "System.Threading.Tasks.TaskCanceledException";

    private static ReturnValue ToReturnValue(TypedData? data) => data?.DataCase switch
    {
        TypedData.DataOneofCase.String => new(data.String, IsJson: false),
        TypedData.DataOneofCase.Json => new(data.Json, IsJson: true),
        TypedData.DataOneofCase.Bytes => new(JsonSerializer.Serialize(data.Bytes.ToBase64()), IsJson: true),
        TypedData.DataOneofCase.Int => new(data.Int.ToString(CultureInfo.InvariantCulture), IsJson: true),
        TypedData.DataOneofCase.Double => new(JsonSerializer.Serialize(data.Double), IsJson: true),
        _ => default,
    };

    private async Task<InvocationResponse> RunWithinAsync(WorkerChannel channel, FunctionDefinition function, InvocationRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);

        // Told to cancel, a function may still end well; one that does not end is given up.
        using var giveUp = new CancellationTokenSource(timeout + CancelGrace, time);
        using var giving = giveUp.Token.Register(() => channel.Forget(request.InvocationId, new FunctionTimeoutException(function.Name, timeout)));
        return await channel.InvokeAsync(request, either.Token).ConfigureAwait(false);
    }
}

/// <summary>A function ran for longer than host.json's <c>functionTimeout</c>, and did not end when it was cancelled.</summary>
internal sealed class FunctionTimeoutException(string functionName, TimeSpan timeout)
    : Exception($"Function '{functionName}' ran for longer than {timeout}, and did not end when it was cancelled.");
