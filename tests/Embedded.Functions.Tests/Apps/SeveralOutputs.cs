using Microsoft.Azure.Functions.Worker.Http;

namespace EmbeddedFunctions.Tests.Apps;

public sealed class SeveralOutputs
{
    public string? Message { get; set; }

    public HttpResponseData? Response { get; set; }
}
