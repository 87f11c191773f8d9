using CharacterFanOut.SampleApi.Data;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>The public API's own error messages, letter by letter.</summary>
internal static class Messages
{
    public const string NoPage = "There is nothing here";
    public const string NoRoute = "There is nothing here.";
    public const string BadId = "Hey! you must provide an id";
    public const string BadArray = "Bad... bad array :/";
    public const string Throttled = "Too many requests, please try again later.";
    public const string Injected = "Something went wrong, as it was asked to";

    public static string NotFound(Resource resource) => $"{resource} not found";
}
