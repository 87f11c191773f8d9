namespace Microsoft.Azure.Functions.Worker;

/// <summary>A collection of features, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>The feature of this type, or the default value when there is none.</summary>
    T? Get<T>();

    /// <summary>Sets the feature of this type.</summary>
    void Set<T>(T instance);
}
