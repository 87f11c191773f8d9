namespace CharacterFanOut.Infra.Tests;

internal sealed record BicepResult(int ExitCode, string Output, string Errors);
