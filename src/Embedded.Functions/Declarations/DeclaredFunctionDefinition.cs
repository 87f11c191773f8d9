using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using EmbeddedFunctions.Http;
using EmbeddedFunctions.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace EmbeddedFunctions.Declarations;

/// <summary>A function's definition, read off its method when first asked for.</summary>
internal sealed class DeclaredFunctionDefinition(string name, MethodInfo method) : FunctionDefinition
{
    private readonly Lazy<ImmutableArray<FunctionParameter>> _parameters = new(() => ReadParameters(method));
    private readonly Lazy<IImmutableDictionary<string, BindingMetadata>> _inputs = new(() => ReadInputs(method));
    private readonly Lazy<IImmutableDictionary<string, BindingMetadata>> _outputs = new(() => ReadOutputs(method));
    private string? _id;

    public override string EntryPoint { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    public override string Id => _id ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{EntryPoint}")).AsSpan(0, 8));

    public override IImmutableDictionary<string, BindingMetadata> InputBindings => _inputs.Value;

    public override string Name => name;

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => _outputs.Value;

    public override ImmutableArray<FunctionParameter> Parameters => _parameters.Value;

    public override string PathToAssembly => method.DeclaringType!.Assembly.Location;

    private static ImmutableArray<FunctionParameter> ReadParameters(MethodInfo method)
        => [.. method.GetParameters().Select(parameter => new FunctionParameter(
            parameter.Name ?? "",
            parameter.ParameterType,
            parameter.HasDefaultValue,
            parameter.HasDefaultValue ? parameter.DefaultValue : null,
            parameter.GetCustomAttribute<BindingAttribute>() is { } binding
                ? ImmutableDictionary<string, object>.Empty.Add("bindingAttribute", binding)
                : ImmutableDictionary<string, object>.Empty))];

    private static ImmutableDictionary<string, BindingMetadata> ReadInputs(MethodInfo method)
        => method.GetParameters()
            .Select(parameter => (parameter.Name, Binding: parameter.GetCustomAttribute<BindingAttribute>()))
            .Where(found => found.Binding is not null)
            .ToImmutableDictionary(
                found => found.Name!,
                BindingMetadata (found) => new DeclaredBindingMetadata(found.Name!, TypeName(found.Binding!), BindingDirection.In));

    private static ImmutableDictionary<string, BindingMetadata> ReadOutputs(MethodInfo method)
    {
        if (!method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute))))
        {
            return ImmutableDictionary<string, BindingMetadata>.Empty;
        }

        var name = HttpResults.ResponseProperty(ReturnedValue.TypeOf(method.ReturnType))?.Name ?? "$return";
        return ImmutableDictionary<string, BindingMetadata>.Empty.Add(name, new DeclaredBindingMetadata(name, "http", BindingDirection.Out));
    }

    private static string TypeName(BindingAttribute binding)
    {
        var name = binding.GetType().Name;
        name = name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
