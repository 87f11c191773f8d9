namespace CharacterFanOut.SampleApi.Http;

/// <summary>Answers as the public API does, its error messages included, with the faults of now.</summary>
internal sealed class CharacterRoutes(SampleApiOptions options, RequestStatistics statistics, FaultInjector faults)
{
    private const int PageSize = 20;

    private readonly CharacterGenerator characters = new(options.Episodes, options.Locations, options.Seed);

    public void Map(RouteGroupBuilder routes)
    {
        routes.AddEndpointFilter(InvokeAsync);
        routes.MapGet("/api/character/{id}", (HttpRequest request, string id) =>
            !long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? Answer.Error(500, "Hey! you must provide an id")
            : number < 1 || number > options.Characters ? Answer.Error(404, "Character not found")
            : Answer.Json(characters.Create(number, Root(request))));

        routes.MapGet("/api/character", (HttpRequest request, string? page) =>
            CreatePage(int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : 1, Root(request)));

        routes.MapFallback("{*path}", static () => Answer.Error(404, "There is nothing here."));
    }

    // Around each request: counts it, decides its fault, waits its latency, and changes its answer.
    private async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        _ = long.TryParse(http.Request.RouteValues["id"] as string, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long id);
        (Fault fault, TimeSpan latency) = faults.Decide(id, statistics.Begin(id));
        Answer? answer = null;
        TimeSpan waited = TimeSpan.Zero;

        try
        {
            if (fault.Hang || latency > TimeSpan.Zero)
            {
                // Timers are late by a millisecond or so: counted is how long it was.
                long from = options.TimeProvider.GetTimestamp();
                await Task.Delay(fault.Hang ? Timeout.InfiniteTimeSpan : latency, options.TimeProvider, http.RequestAborted);
                waited = options.TimeProvider.GetElapsedTime(from);
            }

            if (!fault.Reset)
            {
                answer = ((Answer)(await next(context))!).With(fault, () => CreateWrong(id, fault.Malformed, Root(http.Request)));
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone, or the server stops.
        }
        finally
        {
            statistics.End(answer?.Status, waited);
        }

        if (answer is null)
        {
            http.Abort();
        }

        return answer ?? Results.Empty;
    }

    private static string Root(HttpRequest request) => $"{request.Scheme}://{request.Host}/api/";

    // A character other than the one asked for, or one without its species.
    private Answer CreateWrong(long id, MalformedKind? kind, string root) => Answer.Json(
        kind == MalformedKind.WrongId ? characters.Create(id + 1, root) : characters.Create(id, root) with { Species = null });

    private Answer CreatePage(int page, string root)
    {
        int pages = (options.Characters + PageSize - 1) / PageSize;
        if (page > pages)
        {
            return Answer.Error(404, "There is nothing here");
        }

        int first = ((page - 1) * PageSize) + 1;
        int count = Math.Min(PageSize, options.Characters - first + 1);
        string? Url(int other) => other >= 1 && other <= pages ? $"{root}character?page={other}" : null;
        return Answer.Json(new CharacterPage(
            new PageInfo(options.Characters, pages, Url(page + 1), Url(page - 1)),
            Enumerable.Range(first, count).Select(id => characters.Create(id, root))));
    }
}

/// <summary>Maps <c>/_stats</c>, <c>/_reset</c> and <c>/_faults</c>, which are neither counted nor faulty.</summary>
internal static class ControlRoutes
{
    public static void Map(IEndpointRouteBuilder routes, RequestStatistics statistics, FaultInjector faults)
    {
        routes.MapGet("/_stats", (bool? perId) => Answer.Json(statistics.Report(perId ?? false)));
        routes.MapPost("/_reset", () =>
        {
            statistics.Reset();
            faults.Refill();
            return Answer.Json(statistics.Report(withIds: false));
        });
        routes.MapGet("/_faults", () => Answer.Json(faults.Settings));
        routes.MapPost("/_faults", async (HttpRequest request) => await ChangeAsync(request, faults));
        routes.MapDelete("/_faults", () =>
        {
            faults.Restore();
            return Answer.Json(faults.Settings);
        });
    }

    private static async Task<Answer> ChangeAsync(HttpRequest request, FaultInjector faults)
    {
        try
        {
            if (await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) is not JsonObject change)
            {
                return Answer.Error(400, """The body has to be a JSON object, such as {"fail":0.1}.""");
            }

            faults.Change(change);
            return Answer.Json(faults.Settings);
        }
        catch (JsonException exception)
        {
            return Answer.Error(400, exception.Message);
        }
    }
}
