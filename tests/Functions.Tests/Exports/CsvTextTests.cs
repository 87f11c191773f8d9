using System.Text;
using CharacterFanOut.Functions.Exports;

namespace CharacterFanOut.Functions.Tests.Exports;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    public async Task Write_Cell_FollowsRfc4180(string cell, string expected) =>
        Assert.Equal($"h,x\r\n{expected},x\r\n", await WriteAsync(cell));

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    [InlineData("\n=1+1")]
    [InlineData("\r\n+1")]
    [InlineData("\t@SUM(A1)")]
    [InlineData(" \u00a0-1")]
    [InlineData("\uff1d1+1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")")]
    public async Task Write_CellThatASpreadsheetWouldRun_IsDefused(string cell)
    {
        var row = (await WriteAsync(cell)).Split("\r\n")[1];
        Assert.StartsWith("'", row.TrimStart('"'), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\nplain")]
    [InlineData("a=b")]
    [InlineData("two\n=lines")]
    public async Task Write_CellThatIsNoFormula_StaysAsItIs(string cell) =>
        Assert.DoesNotContain("'", await WriteAsync(cell), StringComparison.Ordinal);

    [Fact]
    public async Task Write_WithBom_BeginsWithIt() => Assert.StartsWith("\ufeffh,x\r\n", await WriteAsync("a", bom: true), StringComparison.Ordinal);

    private static async Task<string> WriteAsync(string cell, bool bom = false)
    {
        using var target = new MemoryStream();
        await CsvText.WriteAsync(
            target, ["h", "x"], new[] { cell }.ToAsyncEnumerable(), c => [c, "x"], bom, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(target.ToArray());
    }
}
