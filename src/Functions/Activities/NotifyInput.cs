namespace CharacterFanOut.Functions.Activities;

/// <summary>Whom to tell that a fan-out is over.</summary>
/// <param name="FanOutId">The fan-out's id.</param>
/// <param name="Uri">Whom to tell.</param>
public sealed record NotifyInput(string FanOutId, Uri Uri);
