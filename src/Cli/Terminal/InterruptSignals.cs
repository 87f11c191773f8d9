using System.Runtime.InteropServices;

namespace CharacterFanOut.Cli.Terminal;

/// <summary>
/// Counts Ctrl-C: the first press detaches, the second cancels, the third ends the process.
/// SIGTERM detaches without waiting for a second press.
/// </summary>
internal sealed class InterruptSignals : IDisposable
{
    private readonly CancellationTokenSource detach = new();
    private readonly CancellationTokenSource cancel = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    /// <summary>Canceled by the first press.</summary>
    public CancellationToken Detach => detach.Token;

    /// <summary>Canceled by the second press.</summary>
    public CancellationToken Cancel => cancel.Token;

    /// <summary>Whether SIGTERM was received.</summary>
    public bool IsTermination { get; private set; }

    public static InterruptSignals FromProcess()
    {
        var signals = new InterruptSignals();
        signals.registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = signals.OnInterrupt()));
        signals.registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = signals.OnTerminate()));
        return signals;
    }

    /// <summary>Handles Ctrl-C.</summary>
    /// <returns>Whether it is handled; otherwise the process ends.</returns>
    public bool OnInterrupt()
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

    /// <summary>Handles SIGTERM.</summary>
    /// <returns>Whether it is handled; otherwise the process ends.</returns>
    public bool OnTerminate()
    {
        if (IsTermination)
        {
            return false;
        }

        IsTermination = true;
        detach.Cancel();
        return true;
    }

    public void Dispose()
    {
        registrations.ForEach(static registration => registration.Dispose());
        detach.Dispose();
        cancel.Dispose();
    }
}
