using System.Text;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FunctionsHost.Functions;

/// <summary>Reads HTTP triggers: methods, level and route.</summary>
internal static class RouteReader
{
    private static readonly string[] Reserved = ["admin", "runtime"];

    /// <summary>The trigger as declared.</summary>
    /// <exception cref="FormatException">It cannot be used; the message says why, to follow the function's name.</exception>
    public static HttpDeclaration Read(FunctionDefinition function, HostSettings settings, SettingText text)
    {
        var trigger = function.Trigger.Properties;
        var methods = trigger.TryGetProperty("methods", out var declared) && declared.ValueKind == JsonValueKind.Array
            ? declared.EnumerateArray().Select(method => method.GetString()?.Trim().ToUpperInvariant() ?? "").Distinct(StringComparer.Ordinal).ToArray()
            : [];
        if (Array.Find(methods, method => method.Length == 0 || !method.All(char.IsAsciiLetter)) is { } odd)
        {
            throw new FormatException($"declares the HTTP method '{odd}', which is not one: use names such as \"get\" and \"post\"");
        }

        try
        {
            var route = text.Expand(trigger.TryGetProperty("route", out var value) && value.GetString() is { } given ? given : function.Name).Trim('/');
            var template = $"{settings.RoutePrefix}/{route}".Trim('/');
            return Reserved.Contains(template.Split('/')[0], StringComparer.OrdinalIgnoreCase)
                ? throw new FormatException($"has the route '{template}', whose first segment the host keeps for itself: choose another route")
                : new HttpDeclaration(ReadLevel(trigger), methods, template, RoutePatternFactory.Parse(template));
        }
        catch (RoutePatternException e)
        {
            throw new FormatException($"has the route template '{e.Pattern}', which is not one: {e.Message.TrimEnd('.')}", e);
        }
    }

    private static AuthorizationLevel ReadLevel(JsonElement trigger)
    {
        // Absent means Function, as on the Functions host.
        var name = trigger.TryGetProperty("authLevel", out var value) ? value.GetString() : nameof(AuthorizationLevel.Function);
        return Enum.TryParse<AuthorizationLevel>(name, ignoreCase: true, out var level) && Enum.IsDefined(level)
            ? level
            : throw new FormatException($"asks for AuthorizationLevel.{name}, which this host does not offer: use Anonymous, Function, System or Admin");
    }

    /// <summary>The route with its parameter names and defaults taken out: what two routes that always clash have in common.</summary>
    public static string Shape(RoutePattern pattern)
    {
        var shape = new StringBuilder();
        foreach (var segment in pattern.PathSegments)
        {
            shape.Append('/');
            foreach (var part in segment.Parts)
            {
                switch (part)
                {
                    case RoutePatternLiteralPart literal:
                        shape.Append(literal.Content.ToUpperInvariant());
                        break;
                    case RoutePatternSeparatorPart separator:
                        shape.Append(separator.Content);
                        break;
                    case RoutePatternParameterPart parameter:
                        shape.Append(parameter.IsCatchAll ? "{*" : "{");
                        shape.AppendJoin(':', parameter.ParameterPolicies.Select(policy => policy.Content));
                        shape.Append('}');
                        break;
                    default:
                        break;
                }
            }
        }

        return shape.ToString();
    }
}
