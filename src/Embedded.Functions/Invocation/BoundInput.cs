using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Invocation;

/// <summary>A parameter's value, kept by its invocation.</summary>
internal sealed class BoundInput<T>(InvocationContext context, BindingMetadata binding) : InputBindingData<T>
{
    public override BindingMetadata BindingMetadata => binding;

    public override T? Value
    {
        get => context.Inputs.GetValueOrDefault(binding.Name) is T value ? value : default;
        set => context.Inputs[binding.Name] = value;
    }
}
