using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Reports;

/// <summary>
/// Results in files: one folder a fan-out. An object is written beside its place, flushed to the disk and then moved into
/// place, so that a reader, or a start after a crash, finds it whole or not at all.
/// </summary>
internal sealed class FileReportStore(IOptions<ReportsOptions> options) : IReportStore
{
    private const string Unfinished = ".tmp";

    // What file systems take as one name.
    private const int MaxFolderLength = 255;

    private readonly string root = Path.GetFullPath(options.Value.Path);
    private long checks;

    public string Locate(string fanOutId, string prefix) => Path.Combine(FolderOf(fanOutId), prefix);

    public async Task WriteAsync(string fanOutId, string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var path = PathOf(fanOutId, name);
        // The same activity may run twice at once, when a worker was thought lost: each writes its own file, the last move wins.
        var beside = $"{path}.{Guid.NewGuid():N}{Unfinished}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var file = File.OpenHandle(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous, content.Length))
            {
                await RandomAccess.WriteAsync(file, content, 0, cancellation);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(beside, path, overwrite: true);
            FolderFlush.Flush(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReportStoreException($"The report store in {root} could not write {name} of fan-out {fanOutId}: {e.Message}", e);
        }
        finally
        {
            TryDelete(beside);
        }
    }

    public Task<Stream?> OpenAsync(string fanOutId, string name, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(
                PathOf(fanOutId, name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReportStoreException($"The report store in {root} could not read {name} of fan-out {fanOutId}: {e.Message}", e);
        }
    }

    public async IAsyncEnumerable<string> ListAsync(
        string fanOutId, string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var folder = FolderOf(fanOutId);
        await Task.CompletedTask;
        foreach (var path in ListFiles(fanOutId, prefix))
        {
            cancellation.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
            if (name.StartsWith(prefix, StringComparison.Ordinal) && !name.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                yield return name;
            }
        }
    }

    public Task DeleteAsync(string fanOutId, CancellationToken cancellation)
    {
        try
        {
            Directory.Delete(FolderOf(fanOutId), recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was stored, or it is deleted already.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReportStoreException($"The report store in {root} could not delete fan-out {fanOutId}: {e.Message}", e);
        }

        return Task.CompletedTask;
    }

    public async Task CheckAsync(CancellationToken cancellation)
    {
        // A name for each: checks that run at once must not delete each other's.
        var name = $".check-{Environment.ProcessId}-{Interlocked.Increment(ref checks)}";
        await WriteAsync(name, "check", ReadOnlyMemory<byte>.Empty, cancellation);
        await DeleteAsync(name, cancellation);
    }

    // Nothing but the folder that the prefix names: what somebody put beside it may not even be readable.
    private string[] ListFiles(string fanOutId, string prefix)
    {
        var slash = prefix.LastIndexOf('/');
        try
        {
            return Directory.GetFiles(
                PathOf(fanOutId, prefix[..Math.Max(0, slash)]), "*", slash < 0 ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReportStoreException($"The report store in {root} could not list fan-out {fanOutId}: {e.Message}", e);
        }
    }

    private string PathOf(string fanOutId, string name) => Path.Combine([FolderOf(fanOutId), .. name.Split('/')]);

    private string FolderOf(string fanOutId) => Path.Combine(root, StoreFolders.NameOf(fanOutId, MaxFolderLength));

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover is never listed and goes with its fan-out.
        }
    }
}

/// <summary>
/// Names the place of a fan-out in a store. Whatever an id is, this is one plain name, and two ids never share one, also where
/// names know no case: anything but lower-case letters, digits, dashes and underscores is written as = and its code in hex. A name that
/// becomes longer than the store takes ends with == and the id's hash in place of its rest.
/// </summary>
internal static class StoreFolders
{
    /// <param name="maxLength">The most characters that the store takes.</param>
    public static string NameOf(string fanOutId, int maxLength)
    {
        var name = new StringBuilder(fanOutId.Length);
        foreach (var c in fanOutId)
        {
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')
            {
                name.Append(c);
            }
            else
            {
                name.Append('=').Append($"{(int)c:x4}");
            }
        }

        if (name.Length > maxLength)
        {
            var end = $"=={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fanOutId)))}";
            name.Remove(maxLength - end.Length, name.Length - maxLength + end.Length).Append(end);
        }

        return name.Length > 0 ? name.ToString() : "=";
    }
}

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
