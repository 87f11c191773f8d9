using System.Reflection;

namespace EmbeddedFunctions.Conformance.Tests;

/// <summary>Spells types as C# would, with full names and the nullability that the compiler recorded.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(double)] = "double",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(void)] = "void",
    };

    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return $"{Of(value)}?";
        }

        var name = type.IsArray
            ? $"{Of(type.GetElementType()!, nullability?.ElementType)}[]"
            : Keywords.GetValueOrDefault(type) ?? Named(type, nullability);
        return !type.IsValueType && !type.IsGenericParameter && nullability?.ReadState == NullabilityState.Nullable ? $"{name}?" : name;
    }

    private static string Named(Type type, NullabilityInfo? nullability)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var own = type.IsNested ? $"{Of(type.DeclaringType!)}.{Bare(type)}" : $"{type.Namespace}.{Bare(type)}";
        var inherited = type.IsNested ? type.DeclaringType!.GetGenericArguments().Length : 0;
        var arguments = type.GetGenericArguments().Skip(inherited)
            .Select((argument, i) => Of(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(i + inherited)))
            .ToList();
        return arguments.Count == 0 ? own : $"{own}<{string.Join(", ", arguments)}>";
    }

    private static string Bare(Type type) => type.Name.Split('`')[0];
}
