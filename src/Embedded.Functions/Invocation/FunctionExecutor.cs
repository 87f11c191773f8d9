using System.Reflection;
using EmbeddedFunctions.Declarations;
using EmbeddedFunctions.Hosting;
using EmbeddedFunctions.Http;
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
        var context = InvocationContext.Of(given);
        var arguments = new object?[_function.Binders.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = await context.ArgumentAsync(i).ConfigureAwait(true);
        }

        var target = _factory?.Value(context.InstanceServices, null);
        try
        {
            context.Result = await _returned.ReadAsync(_invoker.Invoke(target, arguments.AsSpan())).ConfigureAwait(true);
            if (context.Http is not null)
            {
                HttpResults.Split(context);
            }
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
