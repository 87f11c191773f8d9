using System.Text;
using EmbeddedFunctions.Hosting;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Declarations;

/// <summary>Reads HTTP triggers: methods, level and route.</summary>
internal static class RouteReader
{
    private static readonly string[] Reserved = ["admin", "runtime"];

    /// <summary>The trigger as declared, or null with the reason.</summary>
    public static (HttpDeclaration? Declaration, string? Problem) Read(string function, HttpTriggerAttribute trigger, HostSettings settings, SettingText text)
    {
        if (trigger.AuthLevel is < AuthorizationLevel.Anonymous or > AuthorizationLevel.Admin or AuthorizationLevel.User)
        {
            return (null, $"Function '{function}' asks for AuthorizationLevel.{trigger.AuthLevel}, which this host does not offer: use Anonymous, Function, System or Admin.");
        }

        var methods = (trigger.Methods ?? []).Select(method => method?.Trim().ToUpperInvariant() ?? "").Distinct(StringComparer.Ordinal).ToArray();
        if (Array.Find(methods, method => method.Length == 0 || !method.All(char.IsAsciiLetter)) is { } odd)
        {
            return (null, $"Function '{function}' declares the HTTP method '{odd}', which is not one: use names such as \"get\" and \"post\".");
        }

        try
        {
            var route = text.Expand(trigger.Route ?? function).Trim('/');
            var template = $"{settings.RoutePrefix}/{route}".Trim('/');
            if (Reserved.Contains(template.Split('/')[0], StringComparer.OrdinalIgnoreCase))
            {
                return (null, $"Function '{function}' has the route '{template}', whose first segment the host keeps for itself: choose another route.");
            }

            return (new HttpDeclaration(trigger.AuthLevel, methods, template, RoutePatternFactory.Parse(template)), null);
        }
        catch (FormatException e)
        {
            return (null, $"Function '{function}' has a route that cannot be used: {e.Message}.");
        }
        catch (RoutePatternException e)
        {
            return (null, $"Function '{function}' has the route template '{e.Pattern}', which is not one: {e.Message}");
        }
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
