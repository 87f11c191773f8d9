using System.Globalization;
using CharacterFanOut.Functions.FanOuts;
using CharacterFanOut.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET fanouts?status=&amp;from=&amp;to=&amp;top=&amp;continuation=</c>: the fan-outs, newest first.</summary>
/// <param name="lister">What lists them.</param>
public sealed class ListFanOuts(FanOutLister lister)
{
    private static readonly string[] States = [.. Enum.GetNames<FanOutState>().Select(name => name.ToLowerInvariant())];

    /// <summary>Lists fan-outs.</summary>
    [Function(nameof(ListFanOuts))]
    [ApiOperation("The fan-outs, newest first.")]
    [ApiParameter("status", "Only those in one of these states, with commas between.")]
    [ApiParameter("from", "Only those accepted at this time or later, in RFC 3339.")]
    [ApiParameter("to", "Only those accepted at this time or earlier, in RFC 3339.")]
    [ApiParameter("top", "At most so many; 50 when not said.", Least = 1, Most = FanOutQuery.MaxTop)]
    [ApiParameter("continuation", "Where the page before ended, as it said.")]
    [ApiAnswer(200, "A page of them.", Json = typeof(FanOutList))]
    [ApiAnswer(400, "A parameter is not valid.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "fanouts")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var errors = new Dictionary<string, string[]>();
        var query = new FanOutQuery(
            StatesOf(request, errors), TimeOf(request, "from", errors), TimeOf(request, "to", errors), TopOf(request, errors), AfterOf(request, errors));
        if (errors.Count > 0)
        {
            return Problems.Invalid(errors);
        }

        var list = await lister.ListAsync(client, query, cancellation);
        return Results.Ok(list with { FanOuts = [.. list.FanOuts.Select(view => view.For(request))] });
    }

    private static List<FanOutState>? StatesOf(HttpRequest request, Dictionary<string, string[]> errors)
    {
        var names = request.Query["status"].SelectMany(text => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        var wrong = names.Where(name => !States.Contains(name)).ToArray();
        if (wrong.Length > 0)
        {
            errors["status"] = [.. wrong.Select(name => $"\"{name}\" is not one of {string.Join(", ", States)}.")];
            return null;
        }

        return names.Count == 0 ? null : names.ConvertAll(name => Enum.Parse<FanOutState>(name, ignoreCase: true));
    }

    private static DateTimeOffset? TimeOf(HttpRequest request, string field, Dictionary<string, string[]> errors)
    {
        var text = request.Query[field].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        errors[field] = [$"\"{text}\" is not a time such as 2030-01-31T12:00:00Z."];
        return null;
    }

    private static int TopOf(HttpRequest request, Dictionary<string, string[]> errors)
    {
        var text = request.Query["top"].ToString();
        if (text.Length == 0)
        {
            return FanOutQuery.DefaultTop;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top is >= 1 and <= FanOutQuery.MaxTop)
        {
            return top;
        }

        errors["top"] = [$"\"{text}\" is not a whole number from 1 to {FanOutQuery.MaxTop}."];
        return 0;
    }

    private static FanOutPlace? AfterOf(HttpRequest request, Dictionary<string, string[]> errors)
    {
        var text = request.Query["continuation"].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        if (FanOutPlace.Parse(text) is { } place)
        {
            return place;
        }

        errors["continuation"] = ["It is not one that this list gave out; leave it out to start anew."];
        return null;
    }
}
