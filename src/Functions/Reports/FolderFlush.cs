using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace CharacterFanOut.Functions.Reports;

/// <summary>Flushes a folder to disk: on Unix a new name in it is only sure to survive a power cut once that is done.</summary>
internal static class FolderFlush
{
    private const int ReadOnly = 0;

    /// <summary>Flushes what the platform can flush; a file system that cannot flush folders is not an error.</summary>
    public static void Flush(string folder)
    {
        // .NET opens no folders, so this goes to the C library; Windows neither needs it nor can do it.
        if (OperatingSystem.IsWindows() || Open(folder, ReadOnly) is not (>= 0 and var descriptor))
        {
            return;
        }

        _ = Sync(descriptor);
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressMessage("Interoperability", "SYSLIB1054", Justification = "A generated marshaller would need unsafe code in the whole project.")]
    [SuppressMessage("Globalization", "CA2101", Justification = "UTF-8 is what the C libraries of Unix take.")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
