using Microsoft.Extensions.Options;

namespace CharacterFanOut.Characters;

/// <summary>The ranges that the attributes state, checked by generated code.</summary>
[OptionsValidator]
internal sealed partial class CharacterApiOptionsRangeValidator : IValidateOptions<CharacterApiOptions>;

/// <summary>What no attribute can state: the form of the address and the headers, and options that have to agree with each other.</summary>
internal sealed class CharacterApiOptionsValidator : IValidateOptions<CharacterApiOptions>
{
    private const string Headers = $"{CharacterApiOptions.SectionName}:{nameof(CharacterApiOptions.Headers)}";

    public ValidateOptionsResult Validate(string? name, CharacterApiOptions options)
    {
        ValidateOptionsResultBuilder errors = new();
        using HttpRequestMessage request = new();

        if (AddressError(options.BaseAddress) is { } error)
        {
            errors.AddError(error, Key(nameof(options.BaseAddress)));
        }

        foreach ((string header, string value) in options.Headers)
        {
            // The value is never part of the message: it is a credential.
            if (string.IsNullOrWhiteSpace(value) || value.Any(static c => c is < ' ' or > '~'))
            {
                errors.AddError("The value is empty, or has characters that a header cannot have. Give printable ASCII.", $"{Headers}:{header}");
            }
            else if (!request.Headers.TryAddWithoutValidation(header, value))
            {
                errors.AddError("A GET request cannot have a header of this name.", $"{Headers}:{header}");
            }
        }

        if (options.Rate.Length > 0 && !RequestRate.TryParse(options.Rate, out _))
        {
            errors.AddError(
                $"'{options.Rate}' is not a rate. Write a whole number up to 1,000,000, a slash and s, m, h or d: 50/s, 10000/d.", Key(nameof(options.Rate)));
        }

        if (options.AttemptTimeout > options.TotalTimeout)
        {
            errors.AddError(
                $"{options.AttemptTimeout} is more than TotalTimeout, {options.TotalTimeout}. Lower it, or raise TotalTimeout.",
                Key(nameof(options.AttemptTimeout)));
        }

        if (!string.IsNullOrWhiteSpace(options.UserAgent) && !request.Headers.UserAgent.TryParseAdd(options.UserAgent))
        {
            errors.AddError(
                $"'{options.UserAgent}' is not a User-Agent header. Give one or more of name/version, such as my-app/1.0.",
                Key(nameof(options.UserAgent)));
        }

        return errors.Build();
    }

    private static string? AddressError(string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            return null; // The attribute has said so.
        }

        string shown = MessageText.Redact(address);
        return UpstreamAddress.WhatIsWrongWith(address) switch
        {
            { } when Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.UserInfo.Length > 0 =>
                $"'{shown}' contains credentials. Take them out of the address and set them as a header: " +
                $"{Headers}:Authorization = 'Basic ' and the base64 of user:password.",
            { } wrong => $"'{shown}' {wrong}{(address.Contains('?', StringComparison.Ordinal) ? $" A key that the API needs goes into {Headers}:<name of the header>." : "")}",
            null => null,
        };
    }

    private static string Key(string property) => $"{CharacterApiOptions.SectionName}:{property}";
}
