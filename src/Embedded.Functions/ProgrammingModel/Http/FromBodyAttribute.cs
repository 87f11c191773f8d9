using EmbeddedFunctions.Binding;
using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Binds a parameter to the request's JSON body.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class FromBodyAttribute : InputConverterAttribute
{
    /// <summary>Binds a parameter to the request's JSON body.</summary>
    public FromBodyAttribute()
        : base(typeof(BodyReader))
    {
    }
}
