namespace CharacterFanOut.SampleApi.Http;

/// <summary>The kinds of requests.</summary>
internal enum RouteKind
{
    /// <summary>No such route.</summary>
    Nowhere,

    /// <summary>The API's root: where its resources are.</summary>
    Root,

    /// <summary>One thing by id.</summary>
    One,

    /// <summary>Several things by id.</summary>
    Several,

    /// <summary>A page of a resource.</summary>
    Page,

    /// <summary>An id that is no number.</summary>
    BadId,

    /// <summary>A list of ids that is no list.</summary>
    BadArray,

    /// <summary>A picture, of which there are none.</summary>
    Avatar,
}
