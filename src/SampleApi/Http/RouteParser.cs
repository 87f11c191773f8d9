using System.Globalization;
using CharacterFanOut.SampleApi.Data;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>Reads paths as the public API does: slashes may be doubled or at the end, and ids may be 1, 1,2,3 or [1,2,3].</summary>
internal static class RouteParser
{
    private const string CharacterPrefix = "/api/character/";

    public static ApiRoute Parse(string method, string path)
    {
        if (method is not ("GET" or "HEAD"))
        {
            return default;
        }

        // What nearly every request is.
        if (path.StartsWith(CharacterPrefix, StringComparison.Ordinal) && TryId(path.AsSpan(CharacterPrefix.Length), out long id))
        {
            return new ApiRoute { Kind = RouteKind.One, Id = id };
        }

        return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["api"] => new ApiRoute { Kind = RouteKind.Root },
            ["api", var resource, .. var rest] when ResourceOf(resource) is { } known => rest switch
            {
                [] => new ApiRoute { Kind = RouteKind.Page, Resource = known },
                ["avatar", ..] when known == Resource.Character => new ApiRoute { Kind = RouteKind.Avatar },
                [var ids] => ParseIds(known, ids),
                _ => default,
            },
            _ => default,
        };
    }

    private static ApiRoute ParseIds(Resource resource, string text)
    {
        if (TryId(text, out long id))
        {
            return new ApiRoute { Kind = RouteKind.One, Resource = resource, Id = id };
        }

        bool bracketed = text is ['[', .. { Length: > 0 }, ']'];
        if (!bracketed && text.AsSpan().ContainsAny('[', ']'))
        {
            return new ApiRoute { Kind = RouteKind.BadArray };
        }

        if (!bracketed && !text.Contains(',', StringComparison.Ordinal))
        {
            return new ApiRoute { Kind = RouteKind.BadId };
        }

        string[] parts = (bracketed ? text[1..^1] : text).Split(',');
        long[] ids = new long[parts.Length];
        for (int index = 0; index < parts.Length; index++)
        {
            if (!TryId(parts[index].AsSpan().Trim(), out ids[index]))
            {
                return new ApiRoute { Kind = bracketed ? RouteKind.BadArray : RouteKind.BadId };
            }
        }

        return new ApiRoute { Kind = RouteKind.Several, Resource = resource, Ids = ids };
    }

    private static bool TryId(ReadOnlySpan<char> text, out long id) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id);

    private static Resource? ResourceOf(string text) => text switch
    {
        "character" => Resource.Character,
        "episode" => Resource.Episode,
        "location" => Resource.Location,
        _ => null,
    };
}
