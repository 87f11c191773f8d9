namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>A binding that takes data out.</summary>
public abstract class OutputBindingAttribute : BindingAttribute
{
}
