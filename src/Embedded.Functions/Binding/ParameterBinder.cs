using EmbeddedFunctions.Invocation;

namespace EmbeddedFunctions.Binding;

/// <summary>Makes one parameter's value for one invocation.</summary>
internal delegate ValueTask<object?> ParameterBinder(InvocationContext context);
