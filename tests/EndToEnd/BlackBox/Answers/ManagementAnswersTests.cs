using System.Runtime.CompilerServices;

namespace CharacterFanOut.EndToEnd.BlackBox.Answers;

/// <summary>
/// The durable management API, answer by answer: one script of calls, recorded on the Functions host, and compared with whatever host is
/// under test. FANOUT_RECORD=1 writes the recording anew, from the host under test: into the Functions host's file on the Functions host, into
/// the file of what differs on ours.
/// </summary>
[Trait("suite", "blackbox")]
[Collection(BlackBoxCollection.Name)]
public sealed class ManagementAnswersTests(BlackBoxHost host)
{
    private static readonly string Recording = PathOf("functions-host.txt");
    private static readonly string Differences = PathOf("ours-differs.txt");

    [Fact]
    public async Task EveryCall_IsAnsweredAsRecorded()
    {
        var answers = await new ManagementScript(host).RunAsync();
        if (Environment.GetEnvironmentVariable("FANOUT_RECORD") is { Length: > 0 })
        {
            Record(answers);
        }

        var expected = RecordedAnswer.ReadAll(Recording);
        if (host.IsOurs)
        {
            foreach (var difference in RecordedAnswer.ReadAll(Differences).Values)
            {
                expected[difference.Call] = difference;
            }
        }

        if (host.SystemKey.Length == 0)
        {
            // The host checks no keys, as under `func start`: whoever asks is told that there is no such instance.
            foreach (var refused in expected.Values.Where(answer => answer.Text.Contains("\n401", StringComparison.Ordinal)).ToList())
            {
                expected[refused.Call] = refused with { Text = refused.Text[..refused.Text.IndexOf("\n401", StringComparison.Ordinal)] + "\n404" };
            }
        }

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), answers.Select(answer => answer.Call).Order(StringComparer.Ordinal));
        Assert.All(answers, answer => Assert.Equal(expected[answer.Call].Text, answer.Text));
    }

    [Fact]
    public void WhatDiffers_ReallyDoesAndSaysWhy()
    {
        var recorded = RecordedAnswer.ReadAll(Recording);

        Assert.All(RecordedAnswer.ReadAll(Differences).Values, difference =>
        {
            Assert.NotEqual(recorded[difference.Call].Text, difference.Text);
            Assert.False(string.IsNullOrWhiteSpace(difference.Reason) || difference.Reason == "?", $"\"{difference.Call}\" differs, and nobody says why.");
        });
    }

    // Beside this file, so that a recording lands in the repository.
    private static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name);

    private void Record(List<RecordedAnswer> answers)
    {
        if (!host.IsOurs)
        {
            RecordedAnswer.WriteAll(Recording, "What the Functions host answers. Recorded by ManagementAnswersTests; not to be edited.", answers);
            return;
        }

        var recorded = RecordedAnswer.ReadAll(Recording);
        var known = File.Exists(Differences) ? RecordedAnswer.ReadAll(Differences) : [];
        RecordedAnswer.WriteAll(
            Differences,
            "Where our host answers otherwise, and why.",
            answers.Where(answer => answer.Text != recorded[answer.Call].Text)
                .Select(answer => answer with { Reason = known.GetValueOrDefault(answer.Call)?.Reason ?? "?" }));
    }
}
