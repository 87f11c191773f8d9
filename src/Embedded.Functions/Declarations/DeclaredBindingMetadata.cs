using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Declarations;

/// <summary>A binding, read off a parameter.</summary>
internal sealed class DeclaredBindingMetadata(string name, string type, BindingDirection direction) : BindingMetadata
{
    public override BindingDirection Direction => direction;

    public override string Name => name;

    public override string Type => type;
}
