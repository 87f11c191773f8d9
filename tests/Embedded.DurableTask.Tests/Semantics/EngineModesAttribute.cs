using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

/// <summary>Runs a theory once in each <see cref="EngineMode"/>, which is its first argument; the rest are given here.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class EngineModesAttribute(params object[] arguments) : DataAttribute
{
    /// <summary>What the theory takes after the mode.</summary>
    public IReadOnlyList<object> Arguments { get; } = arguments;

    /// <summary>Only where instances outlive the engine.</summary>
    public bool OnDisk { get; set; }

    /// <summary>Only where every turn is a replay.</summary>
    public bool Replaying { get; set; }

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var rows = Enum.GetValues<EngineMode>()
            .Where(mode => !OnDisk || mode is EngineMode.SessionsOnDisk or EngineMode.ReplayOnDisk)
            .Where(mode => !Replaying || mode is EngineMode.ReplayInMemory or EngineMode.ReplayOnDisk)
            .Select(mode => new TheoryDataRow([mode, .. Arguments]))
            .ToList();
        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(rows);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
