using System.Reflection;
using System.Text.Json;
using EmbeddedFunctions.Declarations;
using EmbeddedFunctions.Http;
using EmbeddedFunctions.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Azure.Functions.Worker.Http;

namespace EmbeddedFunctions.Binding;

/// <summary>Binds the parameters of an HTTP-triggered function.</summary>
internal sealed class HttpParameters(string function, HttpDeclaration http, ParameterInfo trigger, List<string> problems)
    : FunctionParameters(function, trigger, problems)
{
    private string? _body;

    protected override ParameterBinder? BindTrigger()
        => BindRequest(Trigger.ParameterType) ?? BindBody(Trigger);

    protected override ParameterBinder? BindOther(ParameterInfo parameter)
    {
        if (parameter.IsDefined(typeof(FromBodyAttribute)) || parameter.GetCustomAttributes().Any(attribute => attribute is IFromBodyMetadata))
        {
            return BindBody(parameter);
        }

        if (BindRequest(parameter.ParameterType) is { } request)
        {
            return request;
        }

        return TextValues.ReaderFor(parameter.ParameterType) is { } reader
            ? BindText(parameter, reader)
            : Unbindable(parameter, "mark it with [FromBody] to read it from the request's JSON");
    }

    private static ParameterBinder? BindRequest(Type type)
    {
        if (type == typeof(HttpRequest))
        {
            return context => new(context.Http!.Request);
        }

        if (type == typeof(HttpRequestData))
        {
            return context => new(RequestData.Of(context));
        }

        return type == typeof(HttpContext) ? context => new(context.Http) : null;
    }

    private static bool IsOptional(ParameterInfo parameter)
        => parameter.HasDefaultValue
            || Nullable.GetUnderlyingType(parameter.ParameterType) is not null
            || (!parameter.ParameterType.IsValueType && new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable);

    private static async ValueTask<object?> ReadTextAsync(InvocationContext context)
    {
        using var reader = new StreamReader(context.Http!.Request.Body, leaveOpen: true);
        return await reader.ReadToEndAsync(context.Http.RequestAborted).ConfigureAwait(false);
    }

    private static async ValueTask<object?> ReadJsonAsync(InvocationContext context, string name, Type type, bool optional)
    {
        var request = context.Http!.Request;
        if (request.ContentType is not null && !request.HasJsonContentType())
        {
            throw new BindingFailedException(StatusCodes.Status415UnsupportedMediaType, $"The body has the content type '{request.ContentType}': send application/json.");
        }

        if (request.ContentLength is 0 || (request.ContentLength is null && request.ContentType is null))
        {
            return optional ? null : throw new BindingFailedException(StatusCodes.Status400BadRequest, $"There is no body: send the JSON of '{name}'.");
        }

        try
        {
            return await BodyReader.ReadJsonAsync(request.Body, type, context.InstanceServices, context.Http.RequestAborted).ConfigureAwait(false)
                ?? (optional ? null : throw new BindingFailedException(StatusCodes.Status400BadRequest, $"The body is null: send the JSON of '{name}'."));
        }
        catch (JsonException e)
        {
            throw new BindingFailedException(StatusCodes.Status400BadRequest, $"The body is not the JSON that '{name}' needs: {e.Message}", e);
        }
    }

    private ParameterBinder? BindBody(ParameterInfo parameter)
    {
        if (_body is not null)
        {
            return Problem($"reads the body twice, as '{_body}' and as '{parameter.Name}': a body is read once, so keep one of them.");
        }

        _body = parameter.Name!;
        var (name, type, optional) = (_body, parameter.ParameterType, IsOptional(parameter));
        return type == typeof(string) ? ReadTextAsync : context => ReadJsonAsync(context, name, type, optional);
    }

    private ParameterBinder? BindText(ParameterInfo parameter, Func<string, object> reader)
    {
        var name = parameter.Name!;
        var routePart = http.Pattern.GetParameter(name);
        var routed = routePart is not null;
        var optional = IsOptional(parameter) || routePart is { IsOptional: true };
        if (!optional && !routed)
        {
            return Problem($"has the parameter '{name}', which its route '{http.Template}' does not have: add {{{name}}} to the route, or give '{name}' a default or make it nullable to read it from the query.");
        }

        var missing = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return context =>
        {
            var given = routed ? context.Http!.Request.RouteValues[name] as string : context.Http!.Request.Query[name].ToString();
            if (string.IsNullOrEmpty(given))
            {
                return optional
                    ? new(missing)
                    : throw new BindingFailedException(StatusCodes.Status400BadRequest, $"'{name}' is missing from the address.");
            }

            try
            {
                return new(reader(given));
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
            {
                throw new BindingFailedException(StatusCodes.Status400BadRequest, $"'{name}' cannot be '{given}': it must be of type {(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType).Name}.", e);
            }
        };
    }
}
