using System.Globalization;
using CsCheck;
using FunctionsHost.Timers;

namespace FunctionsHost.Tests.Timers;

public sealed class TimerScheduleTests
{
    [Theory]
    [InlineData("0 */5 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:05:00Z")]
    [InlineData("*/5 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:05:00Z")]
    [InlineData("0 0 3 * * *", "2026-01-01T03:00:00Z", "2026-01-02T03:00:00Z")]
    [InlineData("0 30 9 * Jan Mon", "2026-01-01T00:00:00Z", "2026-01-05T09:30:00Z")]
    [InlineData("0 0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("00:00:30", "2026-01-01T00:00:00Z", "2026-01-01T00:00:30Z")]
    [InlineData("10675199.00:00:00", "2026-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z")]
    public void Next_InUtc_IsTheFirstAfter(string text, string after, string expected)
        => Assert.Equal(Time(expected), TimerSchedule.Parse(text, TimeZoneInfo.Utc).Next(Time(after)));

    [Theory]
    [InlineData("2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")] // 02:30 is skipped that night: it happens at 03:00 summer time.
    [InlineData("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("2026-10-24T12:00:00Z", "2026-10-25T01:30:00Z")] // 02:30 is shown twice that night: it happens once.
    [InlineData("2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z")]
    public void Next_WhereClocksChange_HappensOnce(string after, string expected)
        => Assert.Equal(Time(expected), TimerSchedule.Parse("0 30 2 * * *", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).Next(Time(after)));

    [Theory]
    [InlineData("0 */10 * * * *", "2026-10-25T00:50:00Z", "2026-10-25T01:00:00Z")] // Clocks go from 02:59 to 02:00.
    [InlineData("0 */10 * * * *", "2026-10-25T01:00:00Z", "2026-10-25T01:10:00Z")]
    [InlineData("0 */10 * * * *", "2026-10-25T01:50:00Z", "2026-10-25T02:00:00Z")]
    [InlineData("0 5 * * * *", "2026-10-25T00:30:00Z", "2026-10-25T01:05:00Z")]
    [InlineData("0 */10 * * * *", "2026-03-29T00:50:00Z", "2026-03-29T01:00:00Z")] // Clocks go from 01:59 to 03:00.
    [InlineData("*/30 * * * *", "2026-03-29T00:40:00Z", "2026-03-29T01:00:00Z")]
    public void Next_OfEveryHour_KeepsItsPaceWhereClocksChange(string text, string after, string expected)
        => Assert.Equal(Time(expected), TimerSchedule.Parse(text, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).Next(Time(after)));

    [Fact]
    public void Next_OfAnySchedule_IsLaterAndNothingLiesBetween()
    {
        var zones = new[] { "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe" }.Select(TimeZoneInfo.FindSystemTimeZoneById).ToArray();
        Gen.Select(Gen.Int[0, 59], Gen.Int[0, 23], Gen.Int[0, 3], Gen.DateTime[new(2025, 1, 1), new(2027, 1, 1)]).Sample((minute, hour, zone, after) =>
        {
            var schedule = TimerSchedule.Parse($"0 {minute} {hour} * * *", zones[zone]);
            var from = new DateTimeOffset(DateTime.SpecifyKind(after, DateTimeKind.Utc));
            var next = schedule.Next(from);
            Assert.True(next > from);
            Assert.True(next - from <= TimeSpan.FromHours(26));
            Assert.Equal(next, schedule.Next(next - TimeSpan.FromTicks(1)));
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("* * *")]
    [InlineData("0 0 25 * * *")]
    [InlineData("00:00:00")]
    [InlineData("-00:01:00")]
    [InlineData("0 0 0 31 4 *")]
    public void Parse_WhatIsNoSchedule_Throws(string text)
        => Assert.Throws<FormatException>(() => TimerSchedule.Parse(text, TimeZoneInfo.Utc));

    [Theory]
    [InlineData("*/10 * * * * *", 10)]
    [InlineData("0 * * * * *", 60)]
    [InlineData("0 0 * * * *", 3600)]
    public void ShortestInterval_IsMeasured(string text, int seconds)
        => Assert.Equal(TimeSpan.FromSeconds(seconds), TimerSchedule.Parse(text, TimeZoneInfo.Utc).ShortestInterval);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
