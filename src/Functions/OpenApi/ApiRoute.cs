namespace CharacterFanOut.Functions.OpenApi;

/// <summary>A route as an OpenAPI path.</summary>
/// <param name="Path">The path, such as <c>/fanouts/{id}</c>.</param>
/// <param name="Suffix">What tells its operation from that of the same route without its optional end.</param>
internal sealed record ApiRoute(string Path, IReadOnlyList<string> Parameters, string Suffix)
{
    private const string CatchAll = "{*";

    /// <summary>The paths of a route: two when its end is a catch-all, which may also match nothing.</summary>
    public static IEnumerable<ApiRoute> Of(string route)
    {
        var at = route.IndexOf(CatchAll, StringComparison.Ordinal);
        if (at < 0)
        {
            return [Plain(route, "")];
        }

        var rest = route[(at + CatchAll.Length)..].TrimEnd('}');
        return [Plain(route[..at].TrimEnd('/'), ""), Plain($"{route[..at]}{{{rest}}}", "File")];
    }

    private static ApiRoute Plain(string route, string suffix) => new(
        $"/{route}", [.. route.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'))], suffix);
}
