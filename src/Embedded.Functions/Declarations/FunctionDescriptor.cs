using System.Reflection;
using EmbeddedFunctions.Binding;
using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Declarations;

/// <summary>One function, found and checked.</summary>
internal sealed class FunctionDescriptor
{
    private readonly ParameterInfo[] _parameters = [];
    private readonly MethodInfo _method = null!;

    public required string Name { get; init; }

    public required MethodInfo Method
    {
        get => _method;
        init
        {
            _method = value;
            _parameters = value.GetParameters();
        }
    }

    public required TriggerKind Trigger { get; init; }

    /// <summary>How each parameter gets its value, in order.</summary>
    public required IReadOnlyList<ParameterBinder> Binders { get; init; }

    public required FunctionDefinition Definition { get; init; }

    /// <summary>Of an HTTP trigger.</summary>
    public HttpDeclaration? Http { get; init; }

    /// <summary>Of a timer trigger.</summary>
    public TimerDeclaration? Timer { get; init; }

    /// <summary>The activity's or orchestrator's name; otherwise the function's.</summary>
    public required string DurableName { get; init; }

    /// <summary>What the activity's or orchestrator's input is read as.</summary>
    public Type InputType { get; init; } = typeof(object);

    /// <summary>The name of the parameter at a place.</summary>
    public string NameOf(int place) => _parameters[place].Name ?? "";

    /// <summary>The place of a parameter; -1 when there is none of that name.</summary>
    public int PlaceOf(string parameter) => Array.FindIndex(_parameters, known => string.Equals(known.Name, parameter, StringComparison.OrdinalIgnoreCase));
}
