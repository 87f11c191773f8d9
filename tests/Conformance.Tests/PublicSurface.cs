using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace EmbeddedFunctions.Conformance.Tests;

/// <summary>
/// What code outside an assembly can name: one line for each type, each interface that it implements and each member,
/// in one spelling for every assembly, so that two programming models can be compared as sets of lines.
/// </summary>
/// <remarks>
/// Compiler types (init, readonly) are told by name: libraries for .NET Standard carry their own copies of them.
/// Overrides are left out: they add nothing that could be named. Attributes are left out, and so are
/// the <c>notnull</c> constraint and the question mark of a type parameter, which reflection cannot tell from its constraints.
/// </remarks>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetExportedTypes().SelectMany(Of).Order(StringComparer.Ordinal);

    public static IEnumerable<string> Of(Type type)
    {
        var name = TypeNames.Of(type);
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            return [$"{name} :: delegate {Signatures.OfDelegate(type)}"];
        }

        return ((IEnumerable<string>)[$"{name} :: {Kind(type)}{Constraints.Of(type.GetGenericArguments())}"])
            .Concat(Interfaces(type))
            .Concat(type.IsEnum ? EnumMembers(type) : Members(type))
            .Select((line, i) => i == 0 ? line : $"{name} :: {line}");
    }

    private static string Kind(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => $"enum : {TypeNames.Of(type.GetEnumUnderlyingType())}",
            { IsInterface: true } => "interface",
            { IsValueType: true } => type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == nameof(IsReadOnlyAttribute)) ? "readonly struct" : "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        return type.IsClass && type.BaseType is { } parent && parent != typeof(object) ? $"{kind} : {TypeNames.Of(parent)}" : kind;
    }

    // Only what the type itself adds; an interface that another interface brings along goes without saying.
    private static IEnumerable<string> Interfaces(Type type)
    {
        var all = type.IsEnum ? [] : type.GetInterfaces();
        var inherited = (type.BaseType?.GetInterfaces() ?? []).Concat(all.SelectMany(one => one.GetInterfaces())).ToHashSet();
        return all.Where(one => one.IsVisible && !inherited.Contains(one)).Select(one => $"implements {TypeNames.Of(one)}");
    }

    private static IEnumerable<string> EnumMembers(Type type) =>
        Enum.GetNames(type).Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} = {Enum.Format(type, Enum.Parse(type, name), "D")}"));

    private static IEnumerable<string> Members(Type type)
    {
        foreach (var constructor in type.GetConstructors(Declared).Where(IsVisible).Where(constructor => !constructor.IsStatic))
        {
            yield return Signatures.OfConstructor(constructor);
        }

        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly))
        {
            yield return Signatures.OfField(field);
        }

        foreach (var property in type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(accessor => IsVisible(accessor) && !IsOverride(accessor))))
        {
            yield return Signatures.OfProperty(property);
        }

        foreach (var one in type.GetEvents(Declared).Where(one => IsVisible(one.AddMethod!)))
        {
            yield return $"event {TypeNames.Of(one.EventHandlerType!)} {one.Name}";
        }

        foreach (var method in type.GetMethods(Declared).Where(IsVisible).Where(method => !IsOverride(method) && !IsAccessor(method) && !IsCompilers(method)))
        {
            yield return Signatures.OfMethod(method);
        }
    }

    public static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsOverride(MethodInfo method) => method.GetBaseDefinition() != method;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsCompilers(MethodInfo method) => method.Name.Contains('<', StringComparison.Ordinal);
}
