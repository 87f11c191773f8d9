namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Any binding of a function.</summary>
public abstract class BindingAttribute : Attribute
{
}
