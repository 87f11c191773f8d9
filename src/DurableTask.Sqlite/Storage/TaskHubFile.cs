using System.Collections.Concurrent;

namespace DurableTask.Sqlite.Storage;

/// <summary>A task hub's SQLite file in WAL mode: one connection writes, a few read beside it.</summary>
internal sealed class TaskHubFile : IDisposable
{
    private const int KeptReaders = 8;

    // Reading every page of a small file on start costs milliseconds and finds damage before it spreads.
    private const long CheckedOnOpen = 16L * 1024 * 1024;

    private readonly ConcurrentBag<SqliteConnection> readers = [];
    private readonly string readerConnectionString;
    private readonly TaskHubLock? hubLock;
    private string? copyFolder;
    private bool? indexAtOpening;
    private volatile bool disposed;

    private TaskHubFile(string path, TaskHubLock? hubLock, string readerConnectionString)
    {
        this.Path = path;
        this.hubLock = hubLock;
        this.readerConnectionString = readerConnectionString;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The connection that writes; null if the file was opened for reading only.</summary>
    public SqliteConnection? Writer { get; private set; }

    /// <summary>The file was opened as one that does not change, and a process has opened it for writing since: it has to be opened again.</summary>
    public bool IsOutdated => this.indexAtOpening is bool then && File.Exists(this.Path + "-shm") != then;

    /// <summary>Opens a task hub for writing and keeps every other process out of it.</summary>
    /// <exception cref="TaskHubFileException">The file cannot be used.</exception>
    public static TaskHubFile Open(string path, SqliteSynchronous synchronous)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TaskHubFileException(TaskHubFileProblem.Unwritable, path, $"The folder of the task hub '{path}' cannot be created ({e.Message}).", e);
        }

        var file = new TaskHubFile(path, TaskHubLock.Take(path), ConnectionString(path, SqliteOpenMode.ReadOnly));
        try
        {
            file.OpenWriter(synchronous);
            return file;
        }
        catch (Exception e)
        {
            file.Dispose();
            if (e is SqliteException error)
            {
                throw TaskHubFileException.From(error, path);
            }

            throw;
        }
    }

    /// <summary>Opens a task hub for queries; nothing on the disk changes.</summary>
    /// <exception cref="TaskHubFileException">The file cannot be used.</exception>
    public static TaskHubFile OpenReadOnly(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        if (!File.Exists(path))
        {
            throw new TaskHubFileException(TaskHubFileProblem.NotFound, path, $"There is no task hub at '{path}'.");
        }

        // A log beside the file means that someone has it open, or ended without closing it: SQLite then has to read both. Without one the
        // file is complete by itself, and SQLite is told that it will not change, or it would want to create a log.
        var log = new FileInfo(path + "-wal");
        bool hasIndex = File.Exists(path + "-shm");
        if (!hasIndex && (!log.Exists || log.Length == 0))
        {
            string uri = $"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1";
            return CheckReadOnly(new TaskHubFile(path, null, ConnectionString(uri, SqliteOpenMode.ReadOnly)) { indexAtOpening = false });
        }

        if (hasIndex)
        {
            try
            {
                return CheckReadOnly(new TaskHubFile(path, null, ConnectionString(path, SqliteOpenMode.ReadOnly)));
            }
            catch (TaskHubFileException e) when (e.Problem == TaskHubFileProblem.Unwritable)
            {
                // The log's index has to be built anew, and its folder takes no files.
            }
        }

        return OpenCopy(path, hasIndex);
    }

    /// <summary>Runs a query on one moment of the file.</summary>
    /// <exception cref="TaskHubFileException">The file cannot be read.</exception>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        ObjectDisposedException.ThrowIf(this.disposed, this);
        SqliteConnection? connection = null;
        try
        {
            if (!this.readers.TryTake(out connection))
            {
                connection = new SqliteConnection(this.readerConnectionString);
                connection.Open();
            }

            T result;
            using (SqliteTransaction transaction = connection.BeginTransaction(deferred: true))
            {
                result = query(connection);
            }

            if (!this.disposed && this.readers.Count < KeptReaders)
            {
                this.readers.Add(connection);
                connection = null;
            }

            return result;
        }
        catch (SqliteException e)
        {
            throw TaskHubFileException.From(e, this.Path);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    public void Dispose()
    {
        this.disposed = true;
        while (this.readers.TryTake(out SqliteConnection? reader))
        {
            reader.Dispose();
        }

        this.Writer?.Dispose();
        this.hubLock?.Dispose();
        if (this.copyFolder is not null)
        {
            Directory.Delete(this.copyFolder, recursive: true);
        }
    }

    private static TaskHubFile CheckReadOnly(TaskHubFile file)
    {
        try
        {
            return file.Read(connection => TaskHubSchema.Check(connection, file.Path) == TaskHubSchema.CurrentVersion
                ? file
                : throw new TaskHubFileException(TaskHubFileProblem.NotFound, file.Path, $"'{file.Path}' holds no task hub yet."));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // To read a log that nobody has open SQLite writes an index beside it. It may do so beside a copy.
    private static TaskHubFile OpenCopy(string path, bool hasIndex)
    {
        string folder = Directory.CreateTempSubdirectory("task-hub-").FullName;
        var file = new TaskHubFile(path, null, ConnectionString(System.IO.Path.Combine(folder, "copy.db"), SqliteOpenMode.ReadOnly)) { copyFolder = folder, indexAtOpening = hasIndex };
        try
        {
            File.Copy(path, System.IO.Path.Combine(folder, "copy.db"));
            File.Copy(path + "-wal", System.IO.Path.Combine(folder, "copy.db-wal"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            throw new TaskHubFileException(TaskHubFileProblem.Failed, path, $"The task hub '{path}' could not be read ({e.Message}).", e);
        }

        return CheckReadOnly(file);
    }

    private static string ConnectionString(string source, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = source,
        Mode = mode,
        Pooling = false,
        DefaultTimeout = 30,
    }.ToString();

    private void OpenWriter(SqliteSynchronous synchronous)
    {
        this.Writer = new SqliteConnection(ConnectionString(this.Path, SqliteOpenMode.ReadWriteCreate));
        bool check = new FileInfo(this.Path) is { Exists: true, Length: > 0 and < CheckedOnOpen };
        this.Writer.Open();
        int version = TaskHubSchema.Check(this.Writer, this.Path);
        if (check && this.Writer.Scalar("PRAGMA quick_check(1)") is string finding and not "ok")
        {
            throw TaskHubFileException.Corrupt(this.Path, finding);
        }

        this.Writer.Execute($"PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864; PRAGMA synchronous = {synchronous}");
        TaskHubSchema.Migrate(this.Writer, version);
    }
}
