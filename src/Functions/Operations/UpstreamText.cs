namespace CharacterFanOut.Functions.Operations;

/// <summary>Says, to people, that a host has another upstream than a fan-out.</summary>
internal static class UpstreamText
{
    /// <summary>Why a fan-out waits, and how it goes on.</summary>
    public static string Waits(string upstream, string host) =>
        $"{Differs("It was started with", upstream, host)} Nothing is asked of that one, and nothing is lost. {Remedy(upstream, "it goes on")}";

    /// <summary>Why the failed ids of a fan-out are not asked for again, and how they are.</summary>
    public static string Refuses(string upstream, string host) =>
        $"{Differs("Its ids are those of", upstream, host)} {Remedy(upstream, "they can be asked for again")}";

    private static string Differs(string belongs, string upstream, string host) => $"{belongs} the upstream {upstream}, and this host has {host}.";

    private static string Remedy(string upstream, string then) => $"Start the host with --api {upstream} (CharacterApi:BaseAddress or CharacterApi:Name); then {then}.";
}
