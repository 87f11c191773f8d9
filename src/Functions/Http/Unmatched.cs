using CharacterFanOut.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace CharacterFanOut.Functions.Http;

/// <summary>What no other function takes: <c>OPTIONS</c>, a method that a path does not have, a path that is not there. A Functions host alone says 404, without a word.</summary>
public static class Unmatched
{
    internal const string Route = "{*path}";

    private static readonly (TemplateMatcher Path, string[] Methods)[] Known =
        [.. ApiDocument.Functions().Select(function => (new TemplateMatcher(TemplateParser.Parse(function.Trigger.Route!), []), function.Trigger.Methods!))];

    [Function(nameof(Unmatched))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = Route)] HttpRequest request)
    {
        var path = request.RouteValues["path"] as string ?? "";

        // Of a text that is decoded already: the conversion that the compiler knows would decode it once more.
        var route = new PathString($"/{path}");
        var methods = Known.Where(one => one.Path.TryMatch(route, [])).SelectMany(one => one.Methods).Select(method => method.ToUpperInvariant()).ToHashSet();
        if (methods.Count == 0 || methods.Contains(request.Method))
        {
            return Problems.NoSuchPath(request.Path, request.Path.Value![..^path.Length].TrimEnd('/'));
        }

        var allow = string.Join(", ", methods.Append(HttpMethods.Options).Order(StringComparer.Ordinal));
        request.HttpContext.Response.Headers.Allow = allow;
        return HttpMethods.IsOptions(request.Method) ? Results.NoContent() : Problems.NotAllowed(request.Method, allow);
    }
}
