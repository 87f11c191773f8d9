using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CharacterFanOut;

/// <summary>
/// Where an upstream answers: a base address below which characters are (<c>https://host/api</c>), or the address of an item with <c>{id}</c> in the
/// place of its id (<c>https://host/items/{id}?v=2</c>).
/// </summary>
public sealed class UpstreamAddress
{
    private const string Placeholder = "{id}";
    private const string BelowBase = "character/";

    public UpstreamAddress(string text)
    {
        Text = text;
        IsTemplate = text.Contains(Placeholder, StringComparison.Ordinal);
        Root = IsTemplate ? Of(1) : new Uri(text.EndsWith('/') ? text : $"{text}/");
    }

    /// <summary>The address as it was given, with all values of its query: not to be shown.</summary>
    public string Text { get; }

    /// <summary>Whether it has <c>{id}</c> in it.</summary>
    public bool IsTemplate { get; }

    /// <summary>The base address; of a template the address of an item: scheme, host and port are those of all.</summary>
    public Uri Root { get; }

    /// <summary>
    /// What the upstream is called when nothing else is said: the address in its normal form. The values of a query may be keys and are not
    /// shown; what they come to is, since other values may mean other data.
    /// </summary>
    public string Name => IsTemplate ? Shown(Text) + Fingerprint() : Root.AbsoluteUri;

    /// <summary>The upstream as a whole, for messages: without the values of a query.</summary>
    public string Shown() => IsTemplate ? Shown(Text) : Root.AbsoluteUri;

    public Uri Of(int id)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        return IsTemplate ? new Uri(Text.Replace(Placeholder, number, StringComparison.Ordinal)) : new Uri(Root, BelowBase + number);
    }

    /// <summary>The same, for messages: without the values of a query.</summary>
    public string Shown(int id) => Shown(Of(id).AbsoluteUri);

    /// <summary>Where a base address says how many characters there are; null for a template.</summary>
    public Uri? List => IsTemplate ? null : new Uri(Root, BelowBase.TrimEnd('/'));

    /// <summary>What is wrong with an address; null when nothing is. The message has no value of a query and no password in it.</summary>
    public static string? WhatIsWrongWith(string text)
    {
        var one = text.Replace(Placeholder, "1", StringComparison.Ordinal);
        var isTemplate = one.Length < text.Length;
        if (!Uri.TryCreate(one, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            return "is not an absolute http or https URL such as https://rickandmortyapi.com/api or https://host/items/{id}.";
        }

        return uri switch
        {
            { UserInfo.Length: > 0 } => "must not contain a user name or a password: it is stored and shown.",
            { Fragment.Length: > 0 } => "must not have a fragment (#).",
            { Query.Length: > 0 } when !isTemplate => "has a query, and no {id} that says where the id goes.",
            _ when one.AsSpan().ContainsAny('{', '}') => "has braces in it around something else than id: only {id} is replaced.",
            _ when isTemplate && new Uri(text.Replace(Placeholder, "2", StringComparison.Ordinal)).Authority != uri.Authority =>
                "must have {id} in its path or its query, not in its host.",
            _ => null,
        };
    }

    // Each value of a query as ***.
    private static string Shown(string address)
    {
        var at = address.IndexOf('?', StringComparison.Ordinal);
        return at < 0 ? address : $"{address[..at]}?{string.Join('&', address[(at + 1)..].Split('&').Select(Hidden))}";

        static string Hidden(string parameter) => parameter.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals && parameter[(equals + 1)..] != Placeholder
            ? $"{parameter[..equals]}=***" : parameter;
    }

    private string Fingerprint() => Text.Contains('?', StringComparison.Ordinal)
        ? $"#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))[..8]}" : "";
}
