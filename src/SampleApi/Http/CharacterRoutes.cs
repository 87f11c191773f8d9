using System.Globalization;
using CharacterFanOut.SampleApi.Data;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>Answers as the public API does, its error messages included.</summary>
internal sealed class CharacterRoutes(SampleApiOptions options)
{
    private const int PageSize = 20;

    private readonly CharacterGenerator characters = new(options.Episodes, options.Locations, options.Seed);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/character/{id}", (HttpRequest request, string id) =>
            !long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? Answer.Error(500, "Hey! you must provide an id")
            : number < 1 || number > options.Characters ? Answer.Error(404, "Character not found")
            : Answer.Json(characters.Create(number, Root(request))));

        routes.MapGet("/api/character", (HttpRequest request, string? page) =>
            CreatePage(int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : 1, Root(request)));

        routes.MapFallback("{*path}", static () => Answer.Error(404, "There is nothing here."));
    }

    /// <summary>Creates the body of a character other than the one asked for, or of one without its species.</summary>
    public byte[] CreateWrong(HttpRequest request, long id, MalformedKind? kind) => SampleApiJson.ToBytes(
        kind == MalformedKind.WrongId ? characters.Create(id + 1, Root(request)) : characters.Create(id, Root(request)) with { Species = null });

    private static string Root(HttpRequest request) => $"{request.Scheme}://{request.Host}/api/";

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
