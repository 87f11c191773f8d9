namespace CharacterFanOut.SampleApi.Data;

/// <summary>What the API has.</summary>
internal enum Resource
{
    Character,
    Episode,
    Location,
}
