namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

/// <summary>An exception that only the application knows.</summary>
internal sealed class CustomException(string message, Exception? inner = null) : Exception(message, inner);
