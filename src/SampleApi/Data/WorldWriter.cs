using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CharacterFanOut.SampleApi.Data;

/// <summary>Writes the world as the public API's JSON, straight to UTF-8.</summary>
internal sealed class WorldWriter(SampleWorld world)
{
    private readonly byte[] characterUrl = Encoding.UTF8.GetBytes(world.Root + "character/");
    private readonly byte[] avatarUrl = Encoding.UTF8.GetBytes(world.Root + "character/avatar/");
    private readonly byte[] episodeUrl = Encoding.UTF8.GetBytes(world.Root + "episode/");
    private readonly byte[] locationUrl = Encoding.UTF8.GetBytes(world.Root + "location/");

    public void Write(Utf8JsonWriter json, Resource resource, int id)
    {
        switch (resource)
        {
            case Resource.Character:
                WriteCharacter(json, id);
                break;
            case Resource.Episode:
                WriteEpisode(json, id);
                break;
            default:
                WriteLocation(json, id);
                break;
        }
    }

    /// <summary>Writes a character, without its species if asked to.</summary>
    public void WriteCharacter(Utf8JsonWriter json, long id, bool withSpecies = true)
    {
        CharacterTraits traits = world.Character(id);
        json.WriteStartObject();
        json.WriteNumber("id"u8, id);
        json.WriteString("name"u8, Vocabulary.FullNames[traits.Name]);
        json.WriteString("status"u8, Vocabulary.Statuses[traits.Status]);

        if (withSpecies)
        {
            json.WriteString("species"u8, Vocabulary.Species[traits.Species]);
        }

        json.WriteString("type"u8, Vocabulary.Types[traits.Type]);
        json.WriteString("gender"u8, Vocabulary.Genders[traits.Gender]);
        WritePlace(json, "origin"u8, traits.Origin);
        WritePlace(json, "location"u8, traits.Location);
        json.WritePropertyName("image"u8);
        WriteUrl(json, avatarUrl, id, ".jpeg"u8);
        json.WriteStartArray("episode"u8);
        Appearances appearances = world.Appearances(id);
        for (int index = 0; index < appearances.Count; index++)
        {
            WriteUrl(json, episodeUrl, appearances[index]);
        }

        json.WriteEndArray();
        WriteEnd(json, Resource.Character, characterUrl, id);
    }

    private void WriteEpisode(Utf8JsonWriter json, int id)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, id);
        json.WriteString("name"u8, world.EpisodeName(id));
        json.WriteString("air_date"u8, SampleWorld.AirDate(id));
        json.WriteString("episode"u8, SampleWorld.EpisodeCode(id));
        json.WriteStartArray("characters"u8);
        for (int character = 1; character <= world.Characters; character++)
        {
            if (world.Appearances(character).Contains(id))
            {
                WriteUrl(json, characterUrl, character);
            }
        }

        json.WriteEndArray();
        WriteEnd(json, Resource.Episode, episodeUrl, id);
    }

    private void WriteLocation(Utf8JsonWriter json, int id)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, id);
        json.WriteString("name"u8, SampleWorld.LocationName(id));
        json.WriteString("type"u8, world.LocationType(id));
        json.WriteString("dimension"u8, world.Dimension(id));
        json.WriteStartArray("residents"u8);
        for (int character = 1; character <= world.Characters; character++)
        {
            if (world.Character(character).Location == id)
            {
                WriteUrl(json, characterUrl, character);
            }
        }

        json.WriteEndArray();
        WriteEnd(json, Resource.Location, locationUrl, id);
    }

    private void WritePlace(Utf8JsonWriter json, ReadOnlySpan<byte> property, int location)
    {
        json.WriteStartObject(property);
        json.WriteString("name"u8, SampleWorld.LocationName(location));

        if (location == 0)
        {
            json.WriteString("url"u8, ""u8);
        }
        else
        {
            json.WritePropertyName("url"u8);
            WriteUrl(json, locationUrl, location);
        }

        json.WriteEndObject();
    }

    private void WriteEnd(Utf8JsonWriter json, Resource resource, byte[] url, long id)
    {
        json.WritePropertyName("url"u8);
        WriteUrl(json, url, id);
        Span<byte> created = stackalloc byte[32];
        world.Created(resource, id).TryFormat(created, out int length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        json.WriteString("created"u8, created[..length]);
        json.WriteEndObject();
    }

    private static void WriteUrl(Utf8JsonWriter json, ReadOnlySpan<byte> prefix, long id, ReadOnlySpan<byte> suffix = default)
    {
        Span<byte> url = stackalloc byte[128];
        prefix.CopyTo(url);
        Utf8Formatter.TryFormat(id, url[prefix.Length..], out int digits);
        suffix.CopyTo(url[(prefix.Length + digits)..]);
        json.WriteStringValue(url[..(prefix.Length + digits + suffix.Length)]);
    }
}
