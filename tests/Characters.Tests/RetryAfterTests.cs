using System.Globalization;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace CharacterFanOut.Characters.Tests;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData(" 007 ", 7)]
    [InlineData("1.5", 1.5)]
    [InlineData("0.25", 0.25)]
    [InlineData("86400", 86_400)]
    [InlineData("Sun, 01 Mar 2026 12:01:30 GMT", 90)]
    [InlineData("Sunday, 01-Mar-26 12:01:30 GMT", 90)]
    [InlineData("Sun Mar  1 12:01:30 2026", 90)]
    [InlineData("Sun, 01 Mar 2026 11:00:00 GMT", 0)]
    [InlineData("5, 120, 7", 120)]
    [InlineData("5,, soon", 5)]
    [InlineData("5, Sun, 01 Mar 2026 12:01:30 GMT", 90)]
    [InlineData("Sun, 01 Mar 2026 12:01:30 GMT, 100", 100)]
    public void From_KnownForm_IsTheWait(string header, double seconds)
    {
        RetryAfter read = Read(header);

        Assert.Equal((RetryAfterState.Valid, TimeSpan.FromSeconds(seconds)), (read.State, read.Wait));
    }

    [Theory]
    [InlineData("86401")]
    [InlineData("86400.5")]
    [InlineData("2147483648")]
    [InlineData("99999999999999999999999999")]
    [InlineData("5, 2147483648")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public void From_MoreThanADay_IsADayAndOutOfRange(string header)
    {
        RetryAfter read = Read(header);

        Assert.Equal((RetryAfterState.OutOfRange, TimeSpan.FromHours(24)), (read.State, read.Wait));
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("1e3")]
    [InlineData("5s")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData(".")]
    [InlineData("Sun,")]
    [InlineData("٣")]
    public void From_AnythingElse_IsUnreadableAndNoWait(string header)
    {
        RetryAfter read = Read(header);

        Assert.Equal((RetryAfterState.Unreadable, TimeSpan.Zero), (read.State, read.Wait));
    }

    [Fact]
    public void From_NoHeader_IsAbsent()
    {
        using HttpResponseMessage response = new();

        Assert.Equal(RetryAfterState.Absent, RetryAfter.From(response.Headers, new FakeTimeProvider(Now)).State);
    }

    [Fact]
    public void From_TwoHeaders_IsTheLonger()
    {
        using HttpResponseMessage response = new();
        response.Headers.TryAddWithoutValidation("Retry-After", ["3", "60"]);

        Assert.Equal(TimeSpan.FromSeconds(60), RetryAfter.From(response.Headers, new FakeTimeProvider(Now)).Wait);
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(0)]
    [InlineData(7)]
    public void From_DateOnAClockThatIsHoursOff_CountsFromTheAnswersOwnDate(int hoursOff)
    {
        using HttpResponseMessage response = new();
        response.Headers.Date = Now.AddHours(hoursOff);
        response.Headers.TryAddWithoutValidation("Retry-After", Now.AddHours(hoursOff).AddSeconds(45).ToString("r", CultureInfo.InvariantCulture));

        Assert.Equal(TimeSpan.FromSeconds(45), RetryAfter.From(response.Headers, new FakeTimeProvider(Now)).Wait);
    }

    [Fact]
    public void From_AnyRunOfDigits_IsTheNumberUpToADay() =>
        Gen.Select(Gen.Char['0', '9'].Array[1, 400], Gen.Int[0, 3]).Sample((digits, zeros) =>
        {
            string text = new string('0', zeros) + new string(digits);
            TimeSpan wait = Read(text).Wait;
            Assert.Equal(System.Numerics.BigInteger.Min(System.Numerics.BigInteger.Parse(text, CultureInfo.InvariantCulture), 86_400), (int)wait.TotalSeconds);
        });

    [Fact]
    public void From_AnyText_IsReadWithoutAnException() =>
        Gen.String.Sample(text => Assert.InRange(Read(text).Wait, TimeSpan.Zero, RetryAfter.MaxWait));

    private static RetryAfter Read(string header)
    {
        using HttpResponseMessage response = new();
        Assert.True(response.Headers.TryAddWithoutValidation("Retry-After", header));
        return RetryAfter.From(response.Headers, new FakeTimeProvider(Now));
    }
}
