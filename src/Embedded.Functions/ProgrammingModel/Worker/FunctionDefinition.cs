using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A function as declared.</summary>
public abstract class FunctionDefinition
{
    /// <summary>The method, as <c>Namespace.Type.Method</c>.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>An id, the same from start to start.</summary>
    public abstract string Id { get; }

    /// <summary>What goes in, by parameter name, the trigger included.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    /// <summary>The function's name.</summary>
    public abstract string Name { get; }

    /// <summary>What comes out, by name.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }

    /// <summary>The method's parameters, in order.</summary>
    public abstract ImmutableArray<FunctionParameter> Parameters { get; }

    /// <summary>The file of the assembly that holds the method.</summary>
    public abstract string PathToAssembly { get; }
}
