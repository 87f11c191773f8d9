using System.Text.Json.Serialization;

namespace CharacterFanOut.SampleApi.Data;

/// <summary>A character as the public API's JSON has it, its fields in the same order.</summary>
internal sealed record SampleCharacter(
    long Id,
    string Name,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Species,
    string Type,
    string Gender,
    SamplePlace Origin,
    SamplePlace Location,
    string Image,
    IEnumerable<string> Episode,
    string Url,
    string Created);

/// <summary>A place that a character names. Its URL is empty where the place is unknown.</summary>
internal sealed record SamplePlace(string Name, string Url);

/// <summary>A page of characters.</summary>
internal sealed record CharacterPage(PageInfo Info, IEnumerable<SampleCharacter> Results);

/// <summary>Where a page is among all of them; the URLs are null at either end.</summary>
internal sealed record PageInfo(int Count, int Pages, string? Next, string? Prev);
