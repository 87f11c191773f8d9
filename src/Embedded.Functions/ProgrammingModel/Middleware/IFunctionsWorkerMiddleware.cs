namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>Code that runs around every invocation.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Runs around one invocation.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="next">The rest of it. Not calling it skips the function.</param>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
