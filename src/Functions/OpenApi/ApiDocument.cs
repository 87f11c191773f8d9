using System.Reflection;
using System.Text.Json.Nodes;
using CharacterFanOut.Functions.Http;
using Microsoft.Azure.Functions.Worker;

namespace CharacterFanOut.Functions.OpenApi;

/// <summary>
/// The OpenAPI document of this app, made from the HTTP functions' own declarations: their triggers say methods, routes and who may
/// call, the attributes beside those the rest. A function that says nothing of itself is an error, so none can be forgotten.
/// </summary>
internal static class ApiDocument
{
    private const string Json = "application/json";
    private const string ProblemJson = "application/problem+json";

    public static JsonObject Create(string server, string version)
    {
        var schemas = new ApiSchemas();
        var paths = new JsonObject();
        foreach (var (method, trigger) in Functions())
        {
            foreach (var route in ApiRoute.Of(trigger.Route!))
            {
                var path = (JsonObject)(paths[route.Path] ??= new JsonObject());

                // What can be read has HEAD too, with the same answers.
                foreach (var verb in trigger.Methods!.Where(verb => verb != "head"))
                {
                    path[verb.ToLowerInvariant()] = Operation(method, trigger, route, schemas);
                }
            }
        }

        return new()
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "Durable character fan-out",
                ["version"] = version,
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = server }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.ToJson(),
                ["securitySchemes"] = new JsonObject
                {
                    ["key"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" },
                    ["code"] = new JsonObject { ["type"] = "apiKey", ["in"] = "query", ["name"] = "code" },
                },
            },
        };
    }

    /// <summary>The HTTP functions, but for the one that takes what is left.</summary>
    internal static IEnumerable<(MethodInfo Method, HttpTriggerAttribute Trigger)> Functions() =>
        from type in typeof(ApiDocument).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.IsDefined(typeof(FunctionAttribute))
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null && trigger.Route != Unmatched.Route
        orderby trigger.Route, method.Name
        select (method, trigger);

    /// <summary>What a function reads besides its route and its body.</summary>
    internal static IEnumerable<ApiParameterAttribute> ParametersOf(MethodInfo method) =>
        method.IsDefined(typeof(ApiFilterAttribute)) ? FanOutFilter.Parameters : method.GetCustomAttributes<ApiParameterAttribute>();

    private static JsonObject Operation(MethodInfo method, HttpTriggerAttribute trigger, ApiRoute route, ApiSchemas schemas)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        var said = method.GetCustomAttribute<ApiOperationAttribute>()
            ?? throw new InvalidOperationException($"Function '{name}' has no [ApiOperation]: say there what it does.");
        var open = trigger.AuthLevel == AuthorizationLevel.Anonymous;
        var operation = new JsonObject
        {
            ["operationId"] = name + route.Suffix,
            ["summary"] = said.Summary,
            ["security"] = open ? new JsonArray() : new JsonArray(new JsonObject { ["key"] = new JsonArray() }, new JsonObject { ["code"] = new JsonArray() }),
            ["parameters"] = new JsonArray(
            [
                .. route.Parameters.Select(ApiParameters.InPath),
                .. ParametersOf(method).Select(ApiParameters.Of),
            ]),
        };
        if (said.Body is { } body)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(Json, schemas.Of(body)) };
        }

        var responses = new JsonObject();
        foreach (var answer in method.GetCustomAttributes<ApiAnswerAttribute>().OrderBy(answer => answer.Status))
        {
            responses[$"{answer.Status}"] = Response(answer, schemas);
        }

        if (!open)
        {
            if (!responses.ContainsKey("400"))
            {
                responses["400"] = Response(new(400, "The query has a parameter that the call does not."), schemas);
            }

            responses["401"] = Response(new(401, "The key is missing or wrong."), schemas);
        }

        operation["responses"] = responses;
        return operation;
    }

    private static JsonObject Response(ApiAnswerAttribute answer, ApiSchemas schemas)
    {
        var response = new JsonObject { ["description"] = answer.Description };
        var content = answer.Json is { } json ? Content(Json, schemas.Of(json))
            : answer.Status >= 400 && answer.Problem ? Content(ProblemJson, schemas.Of(typeof(ApiProblem)))
            : [];
        foreach (var mediaType in ApiParameters.Split(answer.Also))
        {
            content[mediaType] = new JsonObject();
        }

        if (content.Count > 0)
        {
            response["content"] = content;
        }

        if (answer.Headers.Length > 0)
        {
            response["headers"] = new JsonObject(ApiParameters.Split(answer.Headers).Select(header => KeyValuePair.Create(
                header, (JsonNode?)new JsonObject { ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" } })));
        }

        return response;
    }

    private static JsonObject Content(string mediaType, JsonNode schema) => new() { [mediaType] = new JsonObject { ["schema"] = schema } };
}
