using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Tasks;

internal sealed class FakeActivityContext : TaskActivityContext
{
    public override TaskName Name => "Fake";

    public override string InstanceId => "instance";
}
