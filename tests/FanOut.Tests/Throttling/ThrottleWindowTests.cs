using CsCheck;

namespace CharacterFanOut.Tests.Throttling;

public sealed class ThrottleWindowTests
{
    [Fact]
    public void Throttled_AgainAndAgain_HalvesDownToOne()
    {
        var window = new ThrottleWindow(20);
        var sizes = Enumerable.Range(0, 6).Select(_ =>
        {
            window.Throttled();
            return window.Size;
        });
        Assert.Equal([10, 5, 2, 1, 1, 1], sizes);
    }

    [Fact]
    public void Succeeded_OneWindowOfSuccesses_GrowsByOneUpToTheLimit()
    {
        var window = new ThrottleWindow(6);
        window.Throttled();
        var sizes = Enumerable.Range(0, 3 + 4 + 5 + 6).Select(_ =>
        {
            window.Succeeded();
            return window.Size;
        });
        Assert.Equal([3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6], sizes);
    }

    [Fact]
    public void ChangeLimit_UnthrottledWindow_FollowsTheLimit()
    {
        var window = new ThrottleWindow(5);
        window.ChangeLimit(15);
        Assert.Equal(15, window.Size);
        window.ChangeLimit(2);
        Assert.Equal(2, window.Size);
        window.ChangeLimit(0);
        Assert.Equal(0, window.Size);
        window.ChangeLimit(4);
        Assert.Equal(4, window.Size);
    }

    [Fact]
    public void ChangeLimit_ThrottledWindow_StaysSmall()
    {
        var window = new ThrottleWindow(10);
        window.Throttled();
        window.ChangeLimit(20);
        Assert.Equal(5, window.Size);
    }

    [Fact]
    public void Size_WhateverHappens_StaysWithinTheLimit() =>
        Gen.Select(Gen.Int[1, 50], Gen.OneOf(Gen.Int[-2, -1], Gen.Int[0, 50]).List[0, 200]).Sample((limit, steps) =>
        {
            var window = new ThrottleWindow(limit);
            foreach (var step in steps)
            {
                if (step == -2)
                {
                    window.Throttled();
                }
                else if (step == -1)
                {
                    window.Succeeded();
                }
                else
                {
                    window.ChangeLimit(step);
                }

                Assert.InRange(window.Size, Math.Min(1, window.Limit), window.Limit);
            }
        });
}
