using System.Reflection;

namespace EmbeddedFunctions.Conformance.Tests;

internal static class Constraints
{
    public static string Of(IEnumerable<Type> parameters) => string.Concat(parameters.Where(parameter => parameter.IsGenericParameter).Select(Of));

    private static string Of(Type parameter)
    {
        var special = parameter.GenericParameterAttributes & GenericParameterAttributes.SpecialConstraintMask;
        List<string> all = [];
        if (special.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            all.Add("class");
        }

        if (special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
        {
            all.Add("struct");
        }

        all.AddRange(parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(type => TypeNames.Of(type)));
        if (special.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !all.Contains("struct"))
        {
            all.Add("new()");
        }

        return all.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", all)}";
    }
}
