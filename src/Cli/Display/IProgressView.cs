namespace CharacterFanOut.Cli.Display;

/// <summary>Shows a fan-out while it runs.</summary>
internal interface IProgressView
{
    /// <summary>Whether single batches are shown.</summary>
    bool ShowsBatches { get; }

    /// <summary>Shows progress for as long as something is watched.</summary>
    /// <param name="watch">What watches; it says each new look to the view.</param>
    Task<T> ShowAsync<T>(Func<Action<Progress>, Task<T>> watch);
}
