namespace FunctionsHost.Management;

/// <summary>A management call that cannot be answered as asked.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What is wrong and what to send instead.</param>
internal sealed class ManagementException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
