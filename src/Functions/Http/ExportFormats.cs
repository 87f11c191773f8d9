using CharacterFanOut.Functions.Exports;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CharacterFanOut.Functions.Http;

/// <summary>Reads which format is asked for: <c>?format=</c>, or else <c>Accept</c>, or else JSON.</summary>
internal static class ExportFormats
{
    // In order of preference, for callers who have none.
    private static readonly (ExportFormat Format, MediaTypeHeaderValue MediaType)[] All =
        [.. Enum.GetValues<ExportFormat>().Select(format => (format, Bare(ExportContentType.Of(format))))];

    /// <summary>The format, or the answer to a request for none that there is.</summary>
    public static (ExportFormat? Format, IResult? Refusal) Read(HttpRequest request)
    {
        var name = request.Query["format"].ToString();
        if (name.Length > 0)
        {
            // That it is one of them has been checked.
            return (Enum.Parse<ExportFormat>(name, ignoreCase: true), null);
        }

        request.HttpContext.Response.Headers.Vary = HeaderNames.Accept;
        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0)
        {
            return (ExportFormat.Json, null);
        }

        var (best, quality) = All.Select(one => (one.Format, Quality: QualityOf(one.MediaType, accepted))).MaxBy(one => one.Quality);
        return quality > 0 ? (best, null) : (null, Problems.NotAcceptable(string.Join(", ", All.Select(one => one.MediaType))));
    }

    /// <summary>The export, as a stream; for HEAD nothing is read.</summary>
    public static IResult Answer(HttpRequest request, ExportFormat format, Func<Stream, Task> write) =>
        Results.Stream(body => HttpMethods.IsHead(request.Method) ? Task.CompletedTask : write(body), ExportContentType.Of(format));

    // What names a type most exactly speaks for it: "text/csv;q=0, */*" is anything but CSV.
    private static double QualityOf(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> accepted) => accepted
        .Where(range => type.IsSubsetOf(Bare(range.MediaType.ToString())))
        .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
        .Select(range => range.Quality ?? 1)
        .FirstOrDefault();

    private static MediaTypeHeaderValue Bare(string text) => new(MediaTypeHeaderValue.Parse(text).MediaType);
}
