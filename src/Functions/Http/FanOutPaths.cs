using Microsoft.AspNetCore.Http;

namespace CharacterFanOut.Functions.Http;

/// <summary>The paths of the fan-outs, as the host that took the request serves them.</summary>
internal static class FanOutPaths
{
    /// <summary>The path of the fan-outs, such as <c>/api/fanouts</c>: the request's, up to there.</summary>
    public static string Root(HttpRequest request)
    {
        const string Segment = "/fanouts";
        var path = request.PathBase.Add(request.Path).Value ?? "";
        var at = path.IndexOf(Segment, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? $"/api{Segment}" : path[..(at + Segment.Length)];
    }
}
