using System.Globalization;
using CharacterFanOut.SampleApi.Data;
using Microsoft.AspNetCore.WebUtilities;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>A page's number and filters, from the query.</summary>
internal sealed class PageQuery
{
    public const int PageSize = 20;

    private readonly List<KeyValuePair<string, string>> filters = [];

    public PageQuery(Resource resource, string query)
    {
        string[] keys = WorldFilter.Keys(resource);
        foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(query))
        {
            string name = pair.DecodeName().ToString();
            string value = pair.DecodeValue().ToString().Trim();

            if (name == "page")
            {
                Page = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int page) && page > 0 ? page : 1;
            }
            else if (value.Length > 0 && keys.Contains(name) && filters.TrueForAll(filter => filter.Key != name))
            {
                filters.Add(new(name, value));
            }
        }
    }

    /// <summary>The page, 1 where the query says none or nonsense.</summary>
    public int Page { get; } = 1;

    public IReadOnlyDictionary<string, string> Filters => filters.ToDictionary();

    /// <summary>The query of another page, with the same filters.</summary>
    public string For(int page) => string.Create(CultureInfo.InvariantCulture, $"?page={page}")
        + string.Concat(filters.Select(static filter => $"&{filter.Key}={Uri.EscapeDataString(filter.Value)}"));
}
