using System.Reflection;
using EmbeddedFunctions.Declarations;
using EmbeddedFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedFunctions.Invocation;

/// <summary>
/// Runs one function: middleware, binding, the method itself. Nothing here leaves the caller's synchronization context,
/// because orchestrators run through it too.
/// </summary>
internal sealed class FunctionExecutor
{
    private readonly FunctionDescriptor _function;
    private readonly FunctionExecutionDelegate _run;
    private readonly MethodInvoker _invoker;
    private readonly ReturnedValue _returned;
    private readonly Lazy<ObjectFactory>? _factory;

    public FunctionExecutor(FunctionDescriptor function, InvocationPipeline pipeline)
    {
        _function = function;
        _invoker = MethodInvoker.Create(function.Method);
        _returned = ReturnedValue.For(function.Method.ReturnType);
        _factory = function.Method.IsStatic
            ? null
            : new Lazy<ObjectFactory>(() => ActivatorUtilities.CreateFactory(function.Method.DeclaringType!, []));
        _run = pipeline.Build(RunFunctionAsync);
    }

    public FunctionDescriptor Function => _function;

    /// <summary>Runs the function; what it returned is the context's result.</summary>
    public Task InvokeAsync(InvocationContext context) => _run(context);

    private async Task RunFunctionAsync(FunctionContext given)
    {
        var context = given as InvocationContext
            ?? throw new InvalidOperationException($"A middleware passed a {given?.GetType().Name ?? "null"} on: pass on the context that it was given.");
        var binders = _function.Binders;
        var arguments = new object?[binders.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = await binders[i](context).ConfigureAwait(true);
        }

        var target = _factory?.Value(context.InstanceServices, null);
        try
        {
            context.Result = await _returned.ReadAsync(_invoker.Invoke(target, arguments.AsSpan())).ConfigureAwait(true);
        }
        finally
        {
            switch (target)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync().ConfigureAwait(true);
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
                default:
                    break;
            }
        }
    }
}
