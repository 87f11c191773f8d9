namespace EmbeddedFunctions.Conformance.Tests;

/// <summary>That the comparison can fail: two types that differ in one detail have different lines.</summary>
public sealed class PublicSurfaceTests
{
    [Theory]
    [InlineData(typeof(Alike), true)]
    [InlineData(typeof(OtherDefault), false)]
    [InlineData(typeof(OtherName), false)]
    [InlineData(typeof(OtherNullability), false)]
    [InlineData(typeof(OtherAccessor), false)]
    [InlineData(typeof(OtherModifier), false)]
    [InlineData(typeof(OtherConstraint), false)]
    [InlineData(typeof(OtherInterface), false)]
    public void Of_TypeThatDiffersInOneDetail_HasOtherLines(Type other, bool same)
    {
        var model = PublicSurface.Of(typeof(Model)).Select(line => line.Replace(nameof(Model), "X", StringComparison.Ordinal));
        var lines = PublicSurface.Of(other).Select(line => line.Replace(other.Name, "X", StringComparison.Ordinal));

        Assert.Equal(same, lines.SequenceEqual(model));
    }

    [Fact]
    public void Of_Model_SpellsMembersAsCSharp() =>
        Assert.Equal(
            [
                "EmbeddedFunctions.Conformance.Tests.PublicSurfaceTests.Model :: abstract class",
                "EmbeddedFunctions.Conformance.Tests.PublicSurfaceTests.Model :: implements System.IDisposable",
                "EmbeddedFunctions.Conformance.Tests.PublicSurfaceTests.Model :: protected Model()",
                "EmbeddedFunctions.Conformance.Tests.PublicSurfaceTests.Model :: string? Name { get; init; }",
                "EmbeddedFunctions.Conformance.Tests.PublicSurfaceTests.Model :: abstract System.Threading.Tasks.Task<T> Run<T>(string name, int? count = default, int most = 3) where T : class",
                "EmbeddedFunctions.Conformance.Tests.PublicSurfaceTests.Model :: virtual void Dispose()",
            ],
            PublicSurface.Of(typeof(Model)));

#pragma warning disable CA1063, CA1816 // These types are read by reflection, never used.
    public abstract class Model : IDisposable
    {
        public string? Name { get; init; }

        public abstract Task<T> Run<T>(string name, int? count = default, int most = 3)
            where T : class;

        public virtual void Dispose()
        {
        }
    }

    public abstract class Alike : IDisposable
    {
        public string? Name { get; init; }

        public abstract Task<T> Run<T>(string name, int? count = default, int most = 3)
            where T : class;

        public virtual void Dispose()
        {
        }

        public override string ToString() => "";
    }

    public abstract class OtherDefault : IDisposable
    {
        public string? Name { get; init; }

        public abstract Task<T> Run<T>(string name, int? count = default, int most = 4)
            where T : class;

        public virtual void Dispose()
        {
        }
    }

    public abstract class OtherName : IDisposable
    {
        public string? Name { get; init; }

        public abstract Task<T> Run<T>(string named, int? count = default, int most = 3)
            where T : class;

        public virtual void Dispose()
        {
        }
    }

    public abstract class OtherNullability : IDisposable
    {
        public string? Name { get; init; }

        public abstract Task<T> Run<T>(string? name, int? count = default, int most = 3)
            where T : class;

        public virtual void Dispose()
        {
        }
    }

    public abstract class OtherAccessor : IDisposable
    {
        public string? Name { get; set; }

        public abstract Task<T> Run<T>(string name, int? count = default, int most = 3)
            where T : class;

        public virtual void Dispose()
        {
        }
    }

    public abstract class OtherModifier : IDisposable
    {
        public string? Name { get; init; }

        public virtual Task<T> Run<T>(string name, int? count = default, int most = 3)
            where T : class => throw new NotSupportedException();

        public virtual void Dispose()
        {
        }
    }

    public abstract class OtherConstraint : IDisposable
    {
        public string? Name { get; init; }

        public abstract Task<T> Run<T>(string name, int? count = default, int most = 3);

        public virtual void Dispose()
        {
        }
    }

    public abstract class OtherInterface
    {
        public string? Name { get; init; }

        public abstract Task<T> Run<T>(string name, int? count = default, int most = 3)
            where T : class;

        public virtual void Dispose()
        {
        }
    }
#pragma warning restore CA1063, CA1816
}
