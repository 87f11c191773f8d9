using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

/// <summary>
/// Ends the worker process when its standard input ends. The host holds the other end and never writes, so that is when the host is gone,
/// however it went. Keeps a terminal's Ctrl-C from it, too: what that means is the host's to decide. The runtime finds this class by its name, through <c>DOTNET_STARTUP_HOOKS</c>.
/// </summary>
internal static class StartupHook
{
    /// <summary>Set by the host for the worker alone; the worker's own child processes inherit the hook but not the host's pipe.</summary>
    private const string Variable = "FUNCTIONSHOST_WATCHDOG_PARENT";

    public static void Initialize()
    {
        var parent = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(parent))
        {
            return;
        }

        Environment.SetEnvironmentVariable(Variable, null);
        LeaveToHost();
        new Thread(Watch) { IsBackground = true, Name = "Host watchdog" }.Start();
    }

    /// <summary>Leaves the process group or console handler that a terminal's Ctrl-C goes to.</summary>
    private static void LeaveToHost()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            _ = NativeMethods.SetConsoleCtrlHandler(IntPtr.Zero, ignore: true);
        }
        else
        {
            _ = NativeMethods.SetProcessGroup(0, 0);
        }
    }

    private static void Watch()
    {
        try
        {
            using (var input = Console.OpenStandardInput())
            {
                var buffer = new byte[256];
                while (input.Read(buffer, 0, buffer.Length) > 0)
                {
                    // The host writes nothing; whatever comes is not for the worker.
                }
            }
        }
        catch (IOException)
        {
            // A broken pipe says the same as its end.
        }

        // Not Environment.Exit: that waits for the worker's shutdown, and nobody is left to use its results.
        using (var self = Process.GetCurrentProcess())
        {
            self.Kill();
        }
    }

    private static class NativeMethods
    {
        [DllImport("kernel32.dll")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool SetConsoleCtrlHandler(IntPtr handler, [MarshalAs(UnmanagedType.Bool)] bool ignore);

        [DllImport("libc", EntryPoint = "setpgid")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int SetProcessGroup(int process, int group);
    }
}
