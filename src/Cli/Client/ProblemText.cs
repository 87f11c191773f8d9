using System.Text.Json;

namespace CharacterFanOut.Cli.Client;

/// <summary>Turns problem details into lines for a terminal.</summary>
internal static class ProblemText
{
    private const string NoSuchFanOut = "No such fan-out.";

    /// <summary>What a refusal says; null when the body says nothing that can be read.</summary>
    public static string? Read(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ClientJsonContext.Default.Problem) is { } problem ? Describe(problem) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Describe(Problem problem)
    {
        if (problem is { Title: NoSuchFanOut, Detail: { } which })
        {
            // The detail says the same, with the id.
            return $"{which} fanout list shows those that there are.";
        }

        if (problem.Errors is not { Count: > 0 } errors)
        {
            return (problem.Title, problem.Detail) is ({ } title, { } detail) ? $"{title} {detail}" : problem.Detail ?? problem.Title;
        }

        // The fields by the names of the options that set them.
        var lines = from field in errors from error in field.Value select $"{OptionOf(field.Key)}: {error}";
        return string.Join(Environment.NewLine, lines);
    }

    private static string OptionOf(string field) => field switch
    {
        "" => "request",
        "ids" => "ids",
        "saveCharacters" => "--no-save",
        "notifyUri" => "--notify",
        _ => "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(field),
    };
}
