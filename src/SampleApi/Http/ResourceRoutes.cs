using System.Text.Json;
using CharacterFanOut.SampleApi.Data;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>Answers what the public API answers.</summary>
internal sealed class ResourceRoutes(SampleWorld world)
{
    private readonly WorldWriter writer = new(world);

    /// <summary>Writes the answer.</summary>
    /// <returns>Its status.</returns>
    public int Answer(ApiRoute route, string query, JsonBuffer buffer)
    {
        switch (route.Kind)
        {
            case RouteKind.One when route.Id >= 1 && route.Id <= world.Count(route.Resource):
                writer.Write(buffer.Json, route.Resource, (int)route.Id);
                return 200;
            case RouteKind.One:
                return Error(buffer, 404, Messages.NotFound(route.Resource));
            case RouteKind.Several:
                return Several(route, buffer.Json);
            case RouteKind.Page:
                return Page(route.Resource, new PageQuery(route.Resource, query), buffer);
            case RouteKind.Root:
                return Root(buffer.Json);
            case RouteKind.BadId:
                return Error(buffer, 500, Messages.BadId);
            case RouteKind.BadArray:
                return Error(buffer, 500, Messages.BadArray);
            case RouteKind.Avatar:
                return Error(buffer, 404, Messages.NoPage);
            default:
                return Error(buffer, 404, Messages.NoRoute);
        }
    }

    /// <summary>Makes a good answer malformed.</summary>
    public void Spoil(ApiRoute route, MalformedKind kind, JsonBuffer buffer)
    {
        switch (kind)
        {
            case MalformedKind.NotJson:
                buffer.Clear();
                buffer.Append("<html><body>This is not the page you are looking for</body></html>"u8);
                break;
            case MalformedKind.Truncated:
                buffer.Halve();
                break;
            case MalformedKind.MissingField:
                buffer.Clear();
                writer.WriteCharacter(buffer.Json, route.Id, withSpecies: false);
                break;
            case MalformedKind.WrongId:
                buffer.Clear();
                writer.WriteCharacter(buffer.Json, route.Id + 1);
                break;
            case MalformedKind.Oversized:
                byte[] padding = new byte[(1 << 20) + 1];
                Array.Fill(padding, (byte)' ');
                buffer.Append(padding);
                break;
            default:
                break;
        }
    }

    private static int Error(JsonBuffer buffer, int status, string message)
    {
        buffer.WriteError(message);
        return status;
    }

    private int Several(ApiRoute route, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (long id in route.Ids.Where(id => id >= 1 && id <= world.Count(route.Resource)).Distinct().Order())
        {
            writer.Write(json, route.Resource, (int)id);
        }

        json.WriteEndArray();
        return 200;
    }

    private int Page(Resource resource, PageQuery query, JsonBuffer buffer)
    {
        WorldFilter filter = new(world, resource, query.Filters);
        (int count, List<int> ids) = filter.Apply((long)PageQuery.PageSize * (query.Page - 1), PageQuery.PageSize);
        int pages = (count + PageQuery.PageSize - 1) / PageQuery.PageSize;

        if (query.Page > pages)
        {
            return Error(buffer, 404, Messages.NoPage);
        }

        string url = world.Root + resource.ToString().ToLowerInvariant();
        Utf8JsonWriter json = buffer.Json;
        json.WriteStartObject();
        json.WriteStartObject("info"u8);
        json.WriteNumber("count"u8, count);
        json.WriteNumber("pages"u8, pages);
        json.WriteString("next"u8, query.Page < pages ? url + query.For(query.Page + 1) : null);
        json.WriteString("prev"u8, query.Page > 1 ? url + query.For(query.Page - 1) : null);
        json.WriteEndObject();
        json.WriteStartArray("results"u8);
        foreach (int id in ids)
        {
            writer.Write(json, resource, id);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return 200;
    }

    private int Root(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("characters"u8, world.Root + "character");
        json.WriteString("locations"u8, world.Root + "location");
        json.WriteString("episodes"u8, world.Root + "episode");
        json.WriteEndObject();
        return 200;
    }
}
