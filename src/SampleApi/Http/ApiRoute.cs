using CharacterFanOut.SampleApi.Data;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>What a request asks the API for.</summary>
internal readonly record struct ApiRoute
{
    public RouteKind Kind { get; init; }

    public Resource Resource { get; init; }

    /// <summary>The id, for one; may be of nothing that exists.</summary>
    public long Id { get; init; }

    /// <summary>The ids, for several.</summary>
    public long[] Ids { get; init; }

    /// <summary>The character's id that counts and faults go by; 0 for everything else.</summary>
    public long Character => Kind == RouteKind.One && Resource == Resource.Character ? Id : 0;
}
