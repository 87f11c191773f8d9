using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Invocation;

/// <summary>What a function returned for an output binding, kept by its invocation.</summary>
internal sealed class ReturnedOutput<T>(InvocationContext context, BindingMetadata binding) : OutputBindingData<T>
{
    public override string Name => binding.Name;

    public override T? Value
    {
        get => context.Outputs.GetValueOrDefault(binding.Name) is T value ? value : default;
        set => context.Outputs[binding.Name] = value;
    }

    public override string BindingType => binding.Type;
}
