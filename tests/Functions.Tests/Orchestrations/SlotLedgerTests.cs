using CharacterFanOut.Functions.Orchestrations;
using CsCheck;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

public sealed class SlotLedgerTests
{
    [Fact]
    public void Return_DrainingBatch_FreesSlotsForTheNext()
    {
        var ledger = new SlotLedger(20);
        ledger.Start(0, 10);
        ledger.Start(1, 10);
        Assert.Null(ledger.GrantFree());
        ledger.Return(0, 7);
        Assert.Equal((7, 1), (ledger.Free, ledger.Busy));
        ledger.Start(2, 3);
        Assert.Equal(2, ledger.GrantFree());
        Assert.Equal(4, ledger.GrantedInAll(2));
        ledger.End(0);
        Assert.Equal(2, ledger.GrantFree());
        Assert.Equal((7, 0), (ledger.GrantedInAll(2), ledger.Free));
    }

    [Fact]
    public void Return_BatchThatHasEnded_IsNotCountedTwice()
    {
        var ledger = new SlotLedger(4);
        ledger.Start(0, 4);
        ledger.End(0);
        ledger.Return(0, 2);
        Assert.Equal(4, ledger.Free);
    }

    [Fact]
    public void Return_SameMessageTwiceAndAnOldOneLate_FreesWhatWasGivenBack()
    {
        var ledger = new SlotLedger(10);
        ledger.Start(0, 10);
        ledger.Return(0, 3);
        ledger.Return(0, 3);
        ledger.Return(0, 8);
        ledger.Return(0, 3);
        Assert.Equal(8, ledger.Free);
        ledger.End(0);
        Assert.Equal(10, ledger.Free);
    }

    [Fact]
    public void Start_MoreThanIsFree_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlotLedger(4).Start(0, 5));

    [Fact]
    public void Ledger_WhateverHappens_NeverGivesOutMoreThanThereIs() =>
        Gen.Select(Gen.Int[1, 40], Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9], Gen.Int[1, 12]).List[0, 120]).Sample((slots, steps) =>
        {
            var ledger = new SlotLedger(slots);
            var held = new Dictionary<long, int>();
            var granted = new Dictionary<long, int>();
            var returned = new Dictionary<long, int>();
            foreach (var (step, batch, count) in steps)
            {
                if (step == 0 && !held.ContainsKey(batch) && count <= ledger.Free)
                {
                    ledger.Start(batch, count);
                    (held[batch], granted[batch], returned[batch]) = (count, 0, 0);
                }
                else if (step == 1 && held.TryGetValue(batch, out var has))
                {
                    returned[batch] += Math.Min(count, has);
                    held[batch] = has - Math.Min(count, has);
                    ledger.Return(batch, returned[batch]);
                    ledger.Return(batch, returned[batch]);
                }
                else if (step == 2 && held.Remove(batch))
                {
                    ledger.End(batch);
                }
                else if (step == 3 && ledger.GrantFree() is { } grant)
                {
                    held[grant] += ledger.GrantedInAll(grant) - granted[grant];
                    granted[grant] = ledger.GrantedInAll(grant);
                }

                Assert.Equal(slots, ledger.Free + held.Values.Sum());
                Assert.True(ledger.Free >= 0);
                Assert.Equal(held.Keys.Order(), ledger.Batches);
            }
        });
}
