using CsCheck;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Tasks;

public sealed class TaskNameTests
{
    [Fact]
    public void Equals_NamesThatDifferInCase_AreTheSameAndHashTheSame() =>
        Gen.String[Gen.Char.AlphaNumeric, 1, 40].Sample(text =>
        {
            TaskName lower = text.ToLowerInvariant();
            TaskName upper = text.ToUpperInvariant();
            return lower == upper && !(lower != upper) && lower.Equals((object)upper) && lower.GetHashCode() == upper.GetHashCode();
        });

    [Fact]
    public void Equals_OtherNames_Differ()
    {
        Assert.True(new TaskName("One") != new TaskName("Other"));
        Assert.False(new TaskName("One").Equals((object)"One"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void ImplicitFromString_NothingGiven_IsDefault(string? text)
    {
        TaskName name = text!;

        Assert.Equal(default, name);
        Assert.Null(name.Name);
        Assert.Equal(0, name.GetHashCode());
    }

    [Fact]
    public void ImplicitToString_Name_IsAsGiven()
    {
        TaskName name = "SayHello";

        string text = name;

        Assert.Equal("SayHello", text);
        Assert.Equal("SayHello", name.ToString());
        Assert.Equal("call SayHello", $"call {name}");
    }
}
