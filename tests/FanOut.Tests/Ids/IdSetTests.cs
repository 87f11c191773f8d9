using CsCheck;

namespace CharacterFanOut.Tests.Ids;

public sealed class IdSetTests
{
    [Theory]
    [InlineData("1-99", 99)]
    [InlineData("1-20,42,50-60", 32)]
    [InlineData(" 1 - 3 , 7 ", 4)]
    [InlineData("5,4,3,3-5", 3)]
    [InlineData("", 0)]
    [InlineData("1-2147483647", 2147483647)]
    [InlineData(" all ", 2147483647)]
    public void Parse_Text_CountsDistinctIds(string text, long count) => Assert.Equal(count, IdSet.Parse(text).Count);

    [Theory]
    [InlineData("3,1,2", "1-3")]
    [InlineData("1-5,3-9", "1-9")]
    [InlineData("1-5,6-9", "1-9")]
    [InlineData("1-5,7", "1-5,7")]
    [InlineData("007", "7")]
    [InlineData("all", "all")]
    [InlineData("2-2147483647", "2-2147483647")]
    public void ToString_AnyOrder_IsCompactAndSorted(string text, string expected) =>
        Assert.Equal(expected, IdSet.Parse(text).ToString());

    [Theory]
    [InlineData("0", "0", "zero")]
    [InlineData("1,0-5", "0-5", "zero")]
    [InlineData("-5", "-5", "negative")]
    [InlineData("20-10", "20-10", "reversed: write 10-20")]
    [InlineData("2147483648", "2147483648", "too large: the largest id is 2147483647")]
    [InlineData("1-99999999999999999999999", "1-99999999999999999999999", "too large")]
    [InlineData("abc", "abc", "not an id or a range")]
    [InlineData("1.5", "1.5", "not an id or a range")]
    [InlineData("1-2-3", "1-2-3", "not an id or a range")]
    [InlineData("5-", "5-", "lacks its end")]
    [InlineData("1,,2", "1,,2", "empty item")]
    [InlineData("1,2,", "1,2,", "empty item")]
    [InlineData("all,7", "all", "not an id or a range")]
    [InlineData("٣", "٣", "not an id or a range")]
    public void Parse_BadToken_NamesTokenAndReason(string text, string token, string reason)
    {
        var e = Assert.Throws<IdSetFormatException>(() => IdSet.Parse(text));
        Assert.Equal(token, e.Token);
        Assert.Contains(reason, e.Reason, StringComparison.Ordinal);
        Assert.Equal($"\"{token}\" {e.Reason}", e.Message);
        Assert.False(IdSet.TryParse(text, null, out _));
    }

    [Fact]
    public void Parse_LongToken_IsShortenedInTheMessage()
    {
        var e = Assert.Throws<IdSetFormatException>(() => IdSet.Parse(new string('x', 10_000)));
        Assert.Equal(41, e.Token.Length);
    }

    [Fact]
    public void Slice_HugeSet_IsArithmetic()
    {
        var all = IdSet.Range(1, IdSet.MaxId);
        Assert.Equal("2147483647", all.Skip(all.Count - 1).ToString());
        Assert.Equal("1000000001-1000000100", all.Slice(1_000_000_000, 100).ToString());
        Assert.Equal([1, 2, 3], all.Take(3));
        Assert.Equal([IdSet.MaxId - 1, IdSet.MaxId], all.Skip(all.Count - 2));
    }

    [Fact]
    public void Range_Bad_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => IdSet.Range(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdSet.Range(5, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdSet.FromRanges([new(5, 4)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdSet.Of(1).Slice(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdSet.Of(1).Slice(0, -1));
    }

    [Fact]
    public void Parse_OwnText_IsTheSameSet() => Gens.AnyIdSet.Sample(set =>
        IdSet.Parse(set.ToString()).Equals(set) && IdSet.Parse(set.ToString()).GetHashCode() == set.GetHashCode());

    [Fact]
    public void Ranges_AnySet_AreSortedAndApart() => Gens.AnyIdSet.Sample(set =>
        set.Ranges.Zip(set.Ranges.Skip(1)).All(p => (long)p.First.Last + 1 < p.Second.First)
        && set.Ranges.Sum(r => r.Count) == set.Count);

    [Fact]
    public void SetOperations_SmallSets_AgreeWithSortedSets() =>
        Gen.Select(Gens.SmallIdSet, Gens.SmallIdSet, Gen.Int[0, 70], Gen.Int[0, 70]).Sample((a, b, offset, count) =>
        {
            var (left, right) = (new SortedSet<int>(a), new SortedSet<int>(b));
            Assert.Equal(left.Union(right).Order(), a.Union(b));
            Assert.Equal(left.Except(right).Order(), a.Except(b));
            Assert.Equal(left.Skip(offset).Take(count), a.Slice(offset, count));
            Assert.Equal(left.Take(count), a.Take(count));
            Assert.Equal(left.Skip(offset), a.Skip(offset));
            Assert.Equal(left.Count, a.Count);
            Assert.True(Enumerable.Range(1, 61).All(id => left.Contains(id) == a.Contains(id)));
        });

    [Fact]
    public void Slices_AnySet_PartitionIt() =>
        Gen.Select(Gens.AnyIdSet, Gen.Double[0, 1]).Sample((set, at) =>
        {
            var cut = (long)(set.Count * at);
            var (head, tail) = (set.Take(cut), set.Skip(cut));
            Assert.Equal(set.Count, head.Count + tail.Count);
            Assert.Equal(set, head.Union(tail));
            Assert.Equal(tail, set.Except(head));
        });
}
