namespace EmbeddedFunctions.Tests.Apps;

public sealed class Greeter
{
    public string Greet(string name) => $"Hello {name}!";
}
