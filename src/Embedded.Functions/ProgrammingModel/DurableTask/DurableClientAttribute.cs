using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Binds a parameter to the durable client.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The storage connection. Read and ignored: there is one store.</summary>
    public string? ConnectionName { get; set; }

    /// <summary>The task hub. There is one: another name stops the host at start.</summary>
    public string? TaskHub { get; set; }
}
