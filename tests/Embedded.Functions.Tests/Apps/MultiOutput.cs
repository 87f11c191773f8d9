using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Tests.Apps;

public sealed class MultiOutput
{
    public int Other { get; set; }

    [HttpResult]
    public IResult? Answer { get; set; }
}
