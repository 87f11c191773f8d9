using System.Text;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Characters.Tests;

/// <summary>Answers that no proper server gives: nothing of them may throw through the client, and what can be read of them counts.</summary>
public sealed class BrokenAnswerTests
{
    private static readonly byte[] NotPacked = Encoding.UTF8.GetBytes(new string('x', 300));

    public static TheoryData<string> Encodings => ["gzip", "deflate", "br"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task FetchAsync_429WhoseBodyCannotBeDecompressed_IsThrottledForItsRetryAfter(string encoding)
    {
        await using RawUpstream upstream = RawUpstream.Start(
            RawUpstream.Answer("429 Too Many Requests", $"Content-Encoding: {encoding}\r\nRetry-After: 3600\r\n", NotPacked));

        FetchOutcome<Item> outcome = await upstream.Client.FetchAsync(1);

        Unavailability unavailable = Expect.Unavailable(outcome);
        Assert.Equal((WaitReason.Throttled, TimeSpan.FromHours(1), 1), (unavailable.Reason, unavailable.RetryAfter, outcome.Attempts));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task FetchAsync_200WhoseBodyCannotBeDecompressed_IsMalformedAfterThreeRetries(string encoding)
    {
        await using RawUpstream upstream = RawUpstream.Start(RawUpstream.Answer("200 OK", $"Content-Encoding: {encoding}\r\n", NotPacked));

        var failed = Expect.Failed(await upstream.Client.FetchAsync(1));

        Assert.Equal((FailureKind.Malformed, 4), (failed.Kind, failed.Attempts));
        Assert.Contains("cannot be decompressed", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_404WhoseBodyCannotBeDecompressed_IsNotFound()
    {
        await using RawUpstream upstream = RawUpstream.Start(RawUpstream.Answer("404 Not Found", "Content-Encoding: gzip\r\n", NotPacked));

        Assert.Equal(FailureKind.NotFound, Expect.Failed(await upstream.Client.FetchAsync(1)).Kind);
    }

    [Fact]
    public async Task FetchAsync_429WhoseBodyBreaksOff_IsThrottledForItsRetryAfter()
    {
        await using RawUpstream upstream = RawUpstream.Start("HTTP/1.1 429 No\r\nContent-Length: 100\r\nRetry-After: 3600\r\n\r\nab"u8.ToArray());

        Assert.Equal(TimeSpan.FromHours(1), Expect.Unavailable(await upstream.Client.FetchAsync(1)).RetryAfter);
    }

    [Fact]
    public async Task FetchAsync_429WhoseBodyNeverEnds_IsThrottledForItsRetryAfter()
    {
        await using RawUpstream upstream = RawUpstream.Start(
            async (stream, _) =>
            {
                await stream.WriteAsync("HTTP/1.1 429 No\r\nContent-Length: 100\r\nRetry-After: 3600\r\n\r\nab"u8.ToArray());
                await stream.ReadExactlyAsync(new byte[1]);
            },
            null,
            ("AttemptTimeout", "00:00:00.5"));

        Assert.Equal(TimeSpan.FromHours(1), Expect.Unavailable(await upstream.Client.FetchAsync(1)).RetryAfter);
    }

    [Theory]
    [InlineData("2147483648", "of more than 24 h, Retry-After '2147483648'")]
    [InlineData("soon", "that cannot be read, 'soon'")]
    [InlineData("60,\r\n 7200", "of 7200 s")]
    public async Task FetchAsync_429WithAnOddRetryAfter_SaysHowItWasRead(string header, string said)
    {
        await using RawUpstream upstream = RawUpstream.Start(RawUpstream.Answer("429 No", $"Retry-After: {header}\r\n"));

        var unavailable = Expect.Unavailable(await upstream.Client.FetchAsync(1));

        Assert.Equal(WaitReason.Throttled, unavailable.Reason);
        Assert.Contains(said, unavailable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_HeadersOf70Kilobytes_AreMalformedAndSaidToBeTheHeaders()
    {
        await using RawUpstream upstream = RawUpstream.Start(RawUpstream.Answer("200 OK", $"X-Long: {new string('x', 70_000)}\r\n", "{}"));

        var failed = Expect.Failed(await upstream.Client.FetchAsync(1));

        Assert.Equal((FailureKind.Malformed, 1), (failed.Kind, failed.Attempts));
        Assert.Contains("headers larger than 65536 bytes", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_CutShortAnywhereOnce_IsAskedForAgain()
    {
        byte[] whole = await WholeAsync();
        await using RawUpstream upstream = RawUpstream.Start((stream, number) =>
        {
            // Odd requests get one byte more than the odd one before; even ones get everything.
            byte[] body = number % 2 == 0 ? whole : whole[..(number / 2 % whole.Length)];
            return stream.WriteAsync(RawUpstream.Answer("200 OK", "", body)).AsTask();
        });

        for (int length = 0; length < whole.Length; length++)
        {
            FetchOutcome<Item> result = await upstream.Client.FetchAsync(1);
            Assert.Equal(2, Expect.Fetched(result).Attempts);
        }
    }

    [Theory]
    [InlineData("{\"id\":1e999}")]
    [InlineData("{\"id\":1,\"name\":\"\\ud800\"}")]
    [InlineData("{\"created\":5}")]
    [InlineData("{\"created\":\"yesterday\"}")]
    [InlineData("{\"created\":\"\\ud800\"}")]
    [InlineData("{\"episode\":{}}")]
    [InlineData("{\"origin\":null}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}{}")]
    [InlineData("\"text\"")]
    public async Task FetchAsync_JsonThatIsNoCharacter_IsMalformedWithoutRetry(string body)
    {
        await using RawUpstream upstream = RawUpstream.Start(RawUpstream.Answer("200 OK", "", body));

        var failed = Expect.Failed(await upstream.Client.FetchAsync(1));

        Assert.Equal((FailureKind.Malformed, 1), (failed.Kind, failed.Attempts));
    }

    [Fact]
    public async Task FetchAsync_BytesThatAreNoUtf8AndNestingWithoutEnd_AreMalformed()
    {
        byte[][] bodies = [[.. "{\"name\":\""u8, 0xff, 0xc0, .. "\"}"u8], Encoding.UTF8.GetBytes(new string('[', 5000))];
        foreach (byte[] body in bodies)
        {
            await using RawUpstream upstream = RawUpstream.Start(RawUpstream.Answer("200 OK", "", body));
            Assert.Equal(FailureKind.Malformed, Expect.Failed(await upstream.Client.FetchAsync(1)).Kind);
        }
    }

    [Theory]
    [InlineData("this is not HTTP\r\n\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: x\r\n\r\n")]
    [InlineData("")]
    public async Task FetchAsync_WhatIsNotHttp_IsAFailureAndNoException(string answer)
    {
        await using RawUpstream upstream = RawUpstream.Start(Encoding.Latin1.GetBytes(answer));

        Expect.Failed(await upstream.Client.FetchAsync(1));
    }

    [Fact]
    public async Task FetchAsync_ByteOrderMark_IsSkipped()
    {
        byte[] whole = await WholeAsync();
        await using RawUpstream upstream = RawUpstream.Start(RawUpstream.Answer("200 OK", "", [.. Encoding.UTF8.Preamble, .. whole]));

        Expect.Fetched(await upstream.Client.FetchAsync(1));
    }

    private static async Task<byte[]> WholeAsync()
    {
        await using SampleApiServer api = await SampleApiServer.StartAsync(new SampleApiOptions());
        using HttpClient http = new();
        return await http.GetByteArrayAsync(new Uri(api.BaseAddress, "character/1"));
    }
}
