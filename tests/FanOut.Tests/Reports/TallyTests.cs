using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace CharacterFanOut.Tests.Reports;

public sealed class TallyTests
{
    [Fact]
    public void Of_Names_CountsEach()
    {
        var tally = Tally.Of(["b", "a", "b"]);
        Assert.Equal((1, 2, 0, 3), (tally["a"], tally["b"], tally["c"], tally.Total));
    }

    [Fact]
    public void Top_MoreNamesThanAsked_PutsTheRestInOther()
    {
        var top = Tally.Of(["a", "b", "b", "c", "c", "d"]).Top(2);
        Assert.Equal([new("b", 2), new("c", 2)], top.Top);
        Assert.Equal(2, top.Other);
    }

    [Fact]
    public void Merge_PastTheBound_IsAssociativeCommutativeBoundedAndLosesNothing()
    {
        // Enough names in each part that merging two goes over the bound in different places.
        var part = Gen.Int[0, 3000].Array[500, 1200]
            .Select(ns => ns.Select(n => n.ToString("D4", CultureInfo.InvariantCulture)).ToArray());
        Gen.Select(part, part, part).Sample(
            (a, b, c) =>
            {
                var (x, y, z) = (Tally.Of(a), Tally.Of(b), Tally.Of(c));
                var expected = JsonSerializer.Serialize(Tally.Of([.. a, .. b, .. c]), JsonSerializerOptions.Web);
                Assert.Equal(expected, JsonSerializer.Serialize(x.Merge(y).Merge(z), JsonSerializerOptions.Web));
                Assert.Equal(expected, JsonSerializer.Serialize(x.Merge(y.Merge(z)), JsonSerializerOptions.Web));
                Assert.Equal(expected, JsonSerializer.Serialize(z.Merge(x).Merge(y), JsonSerializerOptions.Web));
                Assert.True(x.Merge(y).Counts.Count <= Tally.MaxNames);
                Assert.Equal(a.Length + b.Length + c.Length, x.Merge(y).Merge(z).Total);
            },
            iter: 50);
    }

    [Fact]
    public void Of_LongNames_AreCutAndStillMerge()
    {
        var tally = Tally.Of([new string('x', 500), new string('x', 600)]);
        Assert.Equal(2, tally[new string('x', Tally.MaxNameLength)]);
    }

    [Fact]
    public void Json_Tally_RoundTrips()
    {
        var json = JsonSerializer.Serialize(Tally.Of(["b", "a", "b"]), JsonSerializerOptions.Web);
        Assert.Equal("""{"counts":{"a":1,"b":2},"other":0}""", json);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Tally>(json, JsonSerializerOptions.Web), JsonSerializerOptions.Web));
    }
}
