using CharacterFanOut.Functions.Operations;
using Microsoft.AspNetCore.Http;

namespace CharacterFanOut.Functions.Http;

/// <summary>Errors as RFC 9457 problem details.</summary>
internal static class Problems
{
    public static IResult Invalid(IReadOnlyDictionary<string, string[]> errors) => Results.ValidationProblem(
        errors.ToDictionary(), "Change the fields named in errors.", title: "The request is not valid.");

    public static IResult BadRequest(string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "The request is not valid.");

    public static IResult Invalid(string field, string error) => Invalid(new Dictionary<string, string[]> { [field] = [error] });

    public static IResult TooLarge(long most) => Results.Problem(
        $"The body is larger than {most} bytes. Name the ids as ranges, such as \"1-100000\".",
        statusCode: StatusCodes.Status413PayloadTooLarge, title: "The request is too large.");

    public static IResult NotJson() => Results.Problem(
        "Send the request as application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType, title: "The request is not JSON.");

    public static IResult NotAcceptable(string mediaTypes) => Results.Problem(
        $"This is there as {mediaTypes}. Ask for one of them with Accept or with \"format\", or leave both out.",
        statusCode: StatusCodes.Status406NotAcceptable, title: "No such format.");

    public static IResult NotFound(string id) => Results.Problem(
        $"There is no fan-out \"{id}\"; it may have been deleted.", statusCode: StatusCodes.Status404NotFound, title: "No such fan-out.");

    public static IResult NoSchedule(string name) => Results.Problem(
        $"There is no schedule \"{name}\".", statusCode: StatusCodes.Status404NotFound, title: "No such schedule.");

    public static IResult NoSuchPath(string? path, string root) => Results.Problem(
        $"\"{path}\" is not part of this API; {root}/openapi.json says what is.", statusCode: StatusCodes.Status404NotFound, title: "No such path.");

    public static IResult NotAllowed(string method, string allow) => Results.Problem(
        $"This path takes {allow}.", statusCode: StatusCodes.Status405MethodNotAllowed, title: $"{method} is not possible here.");

    public static IResult NoSuchAsset(string name) => Results.Problem(
        $"The page has no file \"{name}\".", statusCode: StatusCodes.Status404NotFound, title: "No such file.");

    public static IResult NotSaved(string id) => Results.Problem(
        $"Fan-out \"{id}\" was started with \"saveCharacters\": false.", statusCode: StatusCodes.Status404NotFound, title: "The characters were not saved.");

    public static IResult Conflict(string title, string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: title);

    public static IResult Unavailable(string detail) => Results.Problem(
        detail, statusCode: StatusCodes.Status503ServiceUnavailable, title: "What this needs cannot be reached at present.");

    public static IResult WrongState(string id, FanOutState state, string detail) => Results.Problem(
        detail, statusCode: StatusCodes.Status409Conflict, title: $"Fan-out \"{id}\" is {Name(state)}.",
        extensions: new Dictionary<string, object?> { ["state"] = Name(state) });

    private static string Name(FanOutState state) => state.ToString().ToLowerInvariant();
}
