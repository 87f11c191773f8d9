using CharacterFanOut.Cli.Client;

namespace CharacterFanOut.Cli.Display;

/// <summary>Shows a fan-out while it runs.</summary>
internal interface IProgressView
{
    /// <summary>Shows progress for as long as something is watched.</summary>
    /// <param name="watch">What watches; it says each new state to the view.</param>
    Task<T> ShowAsync<T>(Func<Action<FanOutState>, Task<T>> watch);
}
