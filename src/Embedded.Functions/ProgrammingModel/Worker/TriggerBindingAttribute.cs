namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>A binding that makes a function run.</summary>
public abstract class TriggerBindingAttribute : BindingAttribute
{
}
