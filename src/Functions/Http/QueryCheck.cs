using System.Reflection;
using CharacterFanOut.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace CharacterFanOut.Functions.Http;

/// <summary>Refuses what a call of the API has in its query and does not declare: a mistyped name would be taken for nothing. The page and the health are open to all, and not so strict.</summary>
internal sealed class QueryCheck : IFunctionsWorkerMiddleware
{
    private const string Key = "code";

    private static readonly Dictionary<string, ApiParameterAttribute[]> Declared = ApiDocument.Functions()
        .Where(function => function.Trigger.AuthLevel != AuthorizationLevel.Anonymous)
        .ToDictionary(
            function => function.Method.GetCustomAttribute<FunctionAttribute>()!.Name,
            function => ApiDocument.ParametersOf(function.Method).Where(parameter => !parameter.Header).ToArray());

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext()?.Request.Query is { Count: > 0 } query && Declared.TryGetValue(context.FunctionDefinition.Name, out var declared)
            && Check(query, declared) is { Count: > 0 } errors)
        {
            context.GetInvocationResult().Value = Problems.Invalid(errors);
            return Task.CompletedTask;
        }

        return next(context);
    }

    private static Dictionary<string, string[]> Check(IQueryCollection query, ApiParameterAttribute[] declared)
    {
        var errors = new Dictionary<string, string[]>();
        foreach (var (name, values) in query.Where(one => !one.Key.Equals(Key, StringComparison.OrdinalIgnoreCase)))
        {
            var known = Array.Find(declared, parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (known is null)
            {
                var names = Array.ConvertAll(declared, parameter => parameter.Name);
                errors[name] = [NearestName.Find(name, names) is { } near ? $"There is no such parameter. Did you mean \"{near}\"?"
                    : names.Length > 0 ? $"There is no such parameter; there are {string.Join(", ", names)}." : "This call has no parameters."];
            }
            else if (known.OneOf.Length > 0 && values.ToString() is { Length: > 0 } value && !ApiParameters.Split(known.OneOf).Contains(value, StringComparer.OrdinalIgnoreCase))
            {
                errors[name] = [$"\"{value}\" is not one of {known.OneOf}."];
            }
        }

        return errors;
    }
}
