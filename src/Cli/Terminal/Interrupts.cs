using System.Runtime.InteropServices;

namespace CharacterFanOut.Cli.Terminal;

/// <summary>
/// Ctrl-C, counted: the first press asks to detach, a second one to cancel, and a third one ends the process on the spot.
/// A request to terminate (SIGTERM) asks to detach without waiting for a second thought.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource detach = new();
    private readonly CancellationTokenSource cancel = new();
    private readonly List<PosixSignalRegistration> signals = [];

    /// <summary>Set by the first press.</summary>
    public CancellationToken Detach => detach.Token;

    /// <summary>Set by the second press.</summary>
    public CancellationToken Cancel => cancel.Token;

    /// <summary>Whether it was no key but a request to terminate.</summary>
    public bool IsTermination { get; private set; }

    /// <summary>Listens to the process's signals.</summary>
    public static Interrupts OfProcess()
    {
        var interrupts = new Interrupts();
        interrupts.signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = interrupts.Press()));
        interrupts.signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = interrupts.Terminate()));
        return interrupts;
    }

    /// <summary>Ctrl-C.</summary>
    /// <returns>Whether it is taken care of; if not, the process is to end.</returns>
    public bool Press()
    {
        if (!detach.IsCancellationRequested)
        {
            detach.Cancel();
            return true;
        }

        if (cancel.IsCancellationRequested || IsTermination)
        {
            return false;
        }

        cancel.Cancel();
        return true;
    }

    /// <summary>SIGTERM.</summary>
    /// <returns>Whether it is taken care of; if not, the process is to end.</returns>
    public bool Terminate()
    {
        if (IsTermination)
        {
            return false;
        }

        IsTermination = true;
        detach.Cancel();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        signals.ForEach(static signal => signal.Dispose());
        detach.Dispose();
        cancel.Dispose();
    }
}
