using System.Collections.Concurrent;
using System.Reflection;
using EmbeddedFunctions.Binding;
using EmbeddedFunctions.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace EmbeddedFunctions.Http;

/// <summary>Turns what an HTTP function returned into the response.</summary>
internal static class HttpResults
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> ResponseProperties = new();

    /// <summary>Checks a function's return type.</summary>
    public static void Check(string function, MethodInfo method, List<string> problems)
    {
        var marked = ReturnedValue.TypeOf(method.ReturnType).GetProperties().Where(property => property.IsDefined(typeof(HttpResultAttribute))).ToArray();
        if (marked.Length > 1)
        {
            problems.Add($"Function '{function}' has {marked.Length} properties with [HttpResult] in its result ({string.Join(", ", marked.Select(property => property.Name))}): a response is one, so keep one.");
        }
    }

    /// <summary>Whether a function may return an MVC result, so that MVC's services are needed.</summary>
    public static bool MayBeMvc(MethodInfo method)
    {
        var type = ReturnedValue.TypeOf(method.ReturnType);
        return IsMvc(type) || (ResponseProperty(type) is { } property && IsMvc(property.PropertyType));

        static bool IsMvc(Type type) => type == typeof(object) || type.IsAssignableTo(typeof(IActionResult)) || type.IsAssignableTo(typeof(Microsoft.AspNetCore.Mvc.Infrastructure.IConvertToActionResult));
    }

    /// <summary>Takes a result apart whose property is the response, so that middleware finds the response among the outputs.</summary>
    public static void Split(InvocationContext context)
    {
        if (context.Result is { } result and not string && ResponseProperty(result.GetType()) is { } property)
        {
            context.Outputs[property.Name] = property.GetValue(result);
            context.Result = null;
        }
    }

    public static Task WriteAsync(InvocationContext context, HttpContext http)
        => (context.Result ?? Output(context)) is { } result ? WriteAsync(result, context, http) : Task.CompletedTask;

    /// <summary>The property of a result that is the response; null when the result itself is.</summary>
    public static PropertyInfo? ResponseProperty(Type type)
        => ResponseProperties.GetOrAdd(type, static type =>
        {
            var properties = type.GetProperties();
            return Array.Find(properties, property => property.IsDefined(typeof(HttpResultAttribute)))
                ?? Array.Find(properties, property => property.PropertyType.IsAssignableTo(typeof(HttpResponseData)));
        });

    private static object? Output(InvocationContext context)
        => context.HasOutputs ? context.Outputs.Values.FirstOrDefault(output => output is not null) : null;

    private static Task WriteAsync(object result, InvocationContext context, HttpContext http)
    {
        switch (result)
        {
            case IResult plain:
                return plain.ExecuteAsync(http);
            case HttpResponseData response:
                return ResponseData.SendAsync(response, http);
            case IActionResult action:
                return action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
            case Microsoft.AspNetCore.Mvc.Infrastructure.IConvertToActionResult convertible:
                return convertible.Convert().ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
            case string text:
                http.Response.ContentType ??= "text/plain; charset=utf-8";
                return http.Response.WriteAsync(text, http.RequestAborted);
            default:
                // As the real worker does it: with its own serializer, not with ASP.NET Core's.
                http.Response.ContentType ??= "application/json; charset=utf-8";
                return WorkerJson.Serializer(context.InstanceServices).SerializeAsync(http.Response.Body, result, result.GetType(), http.RequestAborted).AsTask();
        }
    }
}
