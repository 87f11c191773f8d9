using Microsoft.Azure.Functions.Worker.Middleware;

namespace EmbeddedFunctions.Hosting;

/// <summary>The app's middleware, in the order in which it was added.</summary>
internal sealed class InvocationPipeline
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    public void Add(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) => _middleware.Add(middleware);

    /// <summary>The middleware around the given last step.</summary>
    public FunctionExecutionDelegate Build(FunctionExecutionDelegate last)
    {
        for (var i = _middleware.Count - 1; i >= 0; i--)
        {
            last = _middleware[i](last);
        }

        return last;
    }
}
