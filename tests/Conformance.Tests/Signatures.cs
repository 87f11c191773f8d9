using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace EmbeddedFunctions.Conformance.Tests;

/// <summary>Spells one member on one line.</summary>
internal static class Signatures
{
    // Not thread safe, and tests run in parallel: a new one each time.
    private static NullabilityInfoContext Nullability => new();

    // Only derived types can call a constructor of an abstract class, however it is declared.
    public static string OfConstructor(ConstructorInfo constructor) =>
        $"{(constructor.DeclaringType!.IsAbstract ? "protected " : Access(constructor))}{TypeNames.Of(constructor.DeclaringType!).Split('.')[^1].Split('<')[0]}({Parameters(constructor)})";

    public static string OfDelegate(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        return $"{Return(invoke)} ({Parameters(invoke)}){Constraints.Of(type.GetGenericArguments())}";
    }

    public static string OfField(FieldInfo field)
    {
        var kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        var value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "";
        return $"{(field.IsPublic ? "" : "protected ")}{kind}{TypeNames.Of(field.FieldType, Nullability.Create(field))} {field.Name}{value}";
    }

    public static string OfProperty(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(PublicSurface.IsVisible).ToList();
        var widest = accessors.Find(accessor => accessor.IsPublic) ?? accessors[0];
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Parameter))}]" : "";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var spelled = string.Concat(accessors
            .OrderBy(accessor => accessor.ReturnType == typeof(void))
            .Select(accessor => $"{(accessor.IsPublic || !widest.IsPublic ? "" : "protected ")}{Accessor(accessor)}; "));
        return $"{Access(widest)}{required}{Modifiers(widest)}{TypeNames.Of(property.PropertyType, Nullability.Create(property))} {property.Name}{index} {{ {spelled}}}";
    }

    public static string OfMethod(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        return $"{Access(method)}{Modifiers(method)}{Return(method)} {method.Name}{generic}({Parameters(method)}){Constraints.Of(method.GetGenericArguments())}";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Accessor(MethodInfo accessor)
    {
        if (accessor.ReturnType != typeof(void))
        {
            return "get";
        }

        return Array.Exists(accessor.ReturnParameter.GetRequiredCustomModifiers(), modifier => modifier.Name == nameof(IsExternalInit)) ? "init" : "set";
    }

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
        {
            return method.IsStatic ? "static " : method.IsAbstract ? "" : "virtual ";
        }

        return method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "";
    }

    private static string Return(MethodInfo method) =>
        (method.ReturnType.IsByRef ? "ref " : "") + TypeNames.Of(method.ReturnType, Nullability.Create(method.ReturnParameter));

    private static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extension + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var passing = parameter switch
        {
            { ParameterType.IsByRef: true, IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ => parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "",
        };
        var value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "";
        return $"{passing}{TypeNames.Of(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
