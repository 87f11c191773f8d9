using Xunit.Sdk;

namespace FunctionsHost.Reference.Tests.Comparing;

public sealed class DifferencesTests
{
    private static readonly Dictionary<string, string> Reference = new() { ["get / status"] = "200", ["get / body.a[0]"] = "1", ["get / body.b"] = "2" };
    private static readonly Dictionary<string, string> Tested = new() { ["get / status"] = "200", ["get / body.a[0]"] = "9", ["get / body.c"] = "3" };

    [Fact]
    public void Find_OtherAndMissingAndAdditionalMembers_AreDifferences()
        => Assert.Equal(["get / body.a[0]", "get / body.b", "get / body.c"], Differences.Find(Reference, Tested).Select(static difference => difference.Member));

    [Fact]
    public void AssertKnown_EachDifferenceIsListed_Passes()
        => Differences.AssertKnown(Differences.Find(Reference, Tested), [new("* / body.a[*]", "a"), new("get / body.b", "b"), new("get / body.c", "c")]);

    [Fact]
    public void AssertKnown_ADifferenceIsNotListed_FailsAndShowsIt()
    {
        var failure = Assert.Throws<TrueException>(() => Differences.AssertKnown(Differences.Find(Reference, Tested), [new("get / body.a*", "a"), new("get / body.b", "b")]));
        Assert.Contains("get / body.c", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("get / body.a", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AssertKnown_AListedDifferenceIsNone_FailsAndNamesIt()
    {
        var failure = Assert.Throws<TrueException>(() => Differences.AssertKnown(Differences.Find(Reference, Tested), [new("get / body*", "a"), new("get / status", "b")]));
        Assert.Contains("No longer differs: get / status", failure.Message, StringComparison.Ordinal);
    }
}
