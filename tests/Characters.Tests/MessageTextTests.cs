using System.Globalization;
using CsCheck;

namespace CharacterFanOut.Characters.Tests;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcde…")]
    [InlineData("ab😀f", 3, "ab…")]
    [InlineData("ab😀f", 4, "ab😀…")]
    [InlineData("abe\u0301f", 3, "ab…")]
    [InlineData("👨‍👩‍👧 x", 5, "…")]
    [InlineData("a\r\n\tb\u001b[2Jc", 20, "a b [2Jc")]
    public void OneLine_AnyText_IsCutBetweenCharactersAndHasNoControls(string text, int maxLength, string expected) =>
        Assert.Equal(expected, MessageText.OneLine(text, maxLength));

    [Fact]
    public void OneLine_TextOfAnyCharacters_EndsWhereOneOfThemEnds() =>
        Gen.Select(Gen.OneOf(Gen.Const("a"), Gen.Const(" "), Gen.Const("e\u0301"), Gen.Const("😀"), Gen.Const("👨‍👩‍👧"), Gen.Const("한"), Gen.Const("🇨🇭")).Array[0, 30], Gen.Int[0, 40]).Sample((parts, maxLength) =>
        {
            string whole = MessageText.OneLine(string.Concat(parts), int.MaxValue);
            string cut = MessageText.OneLine(string.Concat(parts), maxLength);
            if (whole.Length <= maxLength)
            {
                return cut == whole;
            }

            string kept = cut[..^1];
            return cut[^1] == '…' && kept.Length <= maxLength && whole.StartsWith(kept, StringComparison.Ordinal)
                && StringInfo.ParseCombiningCharacters(whole).Append(whole.Length).Contains(kept.Length);
        });

    [Theory]
    [InlineData("http://host/api/", "http://host/api/")]
    [InlineData("http://bob:s3cr3t@host/api/", "http://***@host/api/")]
    [InlineData("http://s3cr3t@host", "http://***@host")]
    [InlineData("http://bob:s3@cr3t@host/", "http://***@host/")]
    [InlineData("//bob:s3cr3t@host/", "***@host/")]
    [InlineData("http://host/?key=s3cr3t&x=1#top", "http://host/?***")]
    [InlineData("http://host/#s3cr3t", "http://host/#***")]
    public void Redact_AnyAddress_HasNoCredentialsAndNoQuery(string address, string expected) => Assert.Equal(expected, MessageText.Redact(address));
}
