using EmbeddedFunctions.Declarations;
using EmbeddedFunctions.Invocation;

namespace EmbeddedFunctions.Hosting;

/// <summary>The app's functions, ready to run.</summary>
internal sealed class FunctionTable
{
    private readonly Lazy<Dictionary<FunctionDescriptor, FunctionExecutor>> _executors;
    private IServiceProvider? _services;

    public FunctionTable(IReadOnlyList<FunctionDescriptor> functions, InvocationPipeline pipeline)
    {
        Functions = functions;
        _executors = new(() => functions.ToDictionary(function => function, function => new FunctionExecutor(function, pipeline)));
    }

    public IReadOnlyList<FunctionDescriptor> Functions { get; }

    /// <summary>The names of those that a setting keeps from running.</summary>
    public IReadOnlyList<string> Disabled { get; init; } = [];

    public IEnumerable<FunctionExecutor> Executors => _executors.Value.Values;

    /// <summary>The app's services. The engine makes orchestrators without any, so the table hands them on.</summary>
    public IServiceProvider Services
    {
        get => _services ?? throw new InvalidOperationException("The host has not been built.");
        set => _services = value;
    }

    public FunctionExecutor Executor(FunctionDescriptor function) => _executors.Value[function];
}
