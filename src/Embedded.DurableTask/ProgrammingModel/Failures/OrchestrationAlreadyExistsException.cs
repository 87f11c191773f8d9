namespace DurableTask.Core.Exceptions;

/// <summary>Thrown by a start whose instance id is taken by an instance that the start may not replace.</summary>
/// <param name="message">Which id, and in which status its instance is.</param>
public class OrchestrationAlreadyExistsException(string message) : InvalidOperationException(message);
