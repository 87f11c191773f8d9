namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>A binding that brings data in beside the trigger's.</summary>
public abstract class InputBindingAttribute : BindingAttribute
{
}
