using Microsoft.Extensions.Options;

namespace CharacterFanOut.Characters;

/// <summary>What no attribute can state: the shape of the base address, and options that have to agree with each other.</summary>
internal sealed class CharacterApiOptionsValidator : IValidateOptions<CharacterApiOptions>
{
    public ValidateOptionsResult Validate(string? name, CharacterApiOptions options)
    {
        ValidateOptionsResultBuilder errors = new();

        if (options.BaseAddress is { } address && !IsUsable(address))
        {
            errors.AddError(
                $"'{address}' is not a base address. Give an absolute http or https URL without query or fragment, such as {CharacterApiOptions.DefaultBaseAddress}.",
                Key(nameof(options.BaseAddress)));
        }

        if (options.AttemptTimeout > options.TotalTimeout)
        {
            errors.AddError(
                $"{options.AttemptTimeout} is more than TotalTimeout, {options.TotalTimeout}. Lower it, or raise TotalTimeout.",
                Key(nameof(options.AttemptTimeout)));
        }

        using HttpRequestMessage probe = new();
        if (!string.IsNullOrWhiteSpace(options.UserAgent) && !probe.Headers.UserAgent.TryParseAdd(options.UserAgent))
        {
            errors.AddError(
                $"'{options.UserAgent}' is not a User-Agent header. Give one or more of name/version, such as my-app/1.0.",
                Key(nameof(options.UserAgent)));
        }

        return errors.Build();
    }

    private static bool IsUsable(Uri address) =>
        address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.Query.Length == 0
        && address.Fragment.Length == 0;

    private static string Key(string property) => $"{CharacterApiOptions.SectionName}:{property}";
}
