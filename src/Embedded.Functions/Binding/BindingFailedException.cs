namespace EmbeddedFunctions.Binding;

/// <summary>A request does not have what a parameter needs.</summary>
/// <param name="status">The HTTP status to answer with.</param>
/// <param name="message">What is wrong and what to send instead.</param>
/// <param name="inner">Why, where an exception says it.</param>
internal sealed class BindingFailedException(int status, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Status { get; } = status;
}
