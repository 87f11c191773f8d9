using EmbeddedFunctions.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.Invocation;

/// <summary>One invocation. Whatever a function may never ask for is made when it is asked for.</summary>
internal sealed class InvocationContext(FunctionDescriptor function, IServiceProvider services, CancellationToken stopping) : FunctionContext, IDisposable
{
    private CancellationTokenSource? _linked;
    private IInvocationFeatures? _features;
    private IDictionary<object, object>? _items;
    private BindingContext? _binding;
    private string? _invocationId;
    private TraceContext? _trace;

    public FunctionDescriptor Function => function;

    /// <summary>Of an HTTP trigger.</summary>
    public HttpContext? Http { get; init; }

    /// <summary>Of a timer trigger.</summary>
    public TimerInfo? Timer { get; init; }

    /// <summary>Of an activity.</summary>
    public TaskActivityContext? Activity { get; init; }

    /// <summary>Of an orchestrator.</summary>
    public TaskOrchestrationContext? Orchestration { get; init; }

    /// <summary>The activity's or orchestrator's input.</summary>
    public object? Input { get; init; }

    /// <summary>What the function returned.</summary>
    public object? Result { get; set; }

    public override BindingContext BindingContext => _binding ??= new TriggerBindingContext(this);

    public override CancellationToken CancellationToken
        => Http is null ? stopping : (_linked ??= CancellationTokenSource.CreateLinkedTokenSource(Http.RequestAborted, stopping)).Token;

    public override IInvocationFeatures Features => _features ??= new InvocationFeatures();

    public override FunctionDefinition FunctionDefinition => function.Definition;

    public override string FunctionId => function.Definition.Id;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override string InvocationId => _invocationId ??= Guid.NewGuid().ToString();

    public override IDictionary<object, object> Items
    {
        get => _items ??= NewItems();
        set => _items = value ?? throw new ArgumentNullException(nameof(value));
    }

    public override Microsoft.Azure.Functions.Worker.RetryContext RetryContext => FirstTry.Instance;

    public override TraceContext TraceContext => _trace ??= new CurrentTrace();

    public void Dispose() => _linked?.Dispose();

    private Dictionary<object, object> NewItems()
        => Http is null ? [] : new() { [FunctionContextExtensions.HttpContextKey] = Http };
}
