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
    private Dictionary<string, object?>? _inputs;
    private Dictionary<string, object?>? _outputs;
    private BindingContext? _binding;
    private string? _invocationId;
    private TraceContext? _trace;

    public FunctionDescriptor Function => function;

    /// <summary>Of an HTTP trigger.</summary>
    public HttpContext? Http { get; init; }

    /// <summary>Of a timer trigger.</summary>
    public TimerInfo? Timer { get; init; }

    /// <summary>Which run this is, of a timer trigger that runs again when it fails.</summary>
    public Retries Retry { get; init; } = Retries.None;

    /// <summary>Of an activity.</summary>
    public TaskActivityContext? Activity { get; init; }

    /// <summary>Of an orchestrator.</summary>
    public TaskOrchestrationContext? Orchestration { get; init; }

    /// <summary>The activity's or orchestrator's input.</summary>
    public object? Input { get; init; }

    /// <summary>What the function returned.</summary>
    public object? Result { get; set; }

    /// <summary>The parameters that middleware has bound or replaced, by name.</summary>
    public Dictionary<string, object?> Inputs => _inputs ??= new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What output bindings got, by name.</summary>
    public Dictionary<string, object?> Outputs => _outputs ??= new(StringComparer.Ordinal);

    /// <summary>Whether any output binding got anything.</summary>
    public bool HasOutputs => _outputs is { Count: > 0 };

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

    public override Microsoft.Azure.Functions.Worker.RetryContext RetryContext => Retry;

    public override TraceContext TraceContext => _trace ??= new CurrentTrace();

    /// <summary>The context as this host made it.</summary>
    /// <exception cref="InvalidOperationException">It is none of this host's.</exception>
    public static InvocationContext Of(FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context as InvocationContext
            ?? throw new InvalidOperationException($"A {context.GetType().Name} is no context of this host: pass on the context that middleware was given.");
    }

    /// <summary>A parameter's value, bound now unless it was before.</summary>
    public async ValueTask<object?> BindAsync(string parameter)
    {
        if (_inputs?.TryGetValue(parameter, out var known) == true)
        {
            return known;
        }

        var place = function.PlaceOf(parameter);
        return place < 0
            ? throw new InvalidOperationException($"Function '{function.Name}' has no parameter '{parameter}'.")
            : Inputs[parameter] = await function.Binders[place](this).ConfigureAwait(true);
    }

    /// <summary>The value of the parameter at a place: what middleware gave it, or what its binding makes.</summary>
    public ValueTask<object?> ArgumentAsync(int place)
        => _inputs is { Count: > 0 } && _inputs.TryGetValue(function.NameOf(place), out var given) ? new(given) : function.Binders[place](this);

    public void Dispose() => _linked?.Dispose();

    private Dictionary<object, object> NewItems()
        => Http is null ? [] : new() { [FunctionContextExtensions.HttpContextKey] = Http };
}
