using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Serverless.Functions.Storage;

/// <summary>The writer's prepared statements. Versions come from a counter in the file, so an ETag never comes back.</summary>
internal sealed class SqliteWriteStatements : IDisposable
{
    private const string Where = "WHERE tbl = $tbl AND partition = $partition AND key = $key";

    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollback;
    private readonly SqliteCommand _savepoint;
    private readonly SqliteCommand _rollbackToSavepoint;
    private readonly SqliteCommand _release;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _replace;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _delete;
    private readonly SqliteCommand _saveVersion;
    private readonly SqliteCommand _loadVersion;
    private long _version;

    public SqliteWriteStatements(SqliteConnection connection)
    {
        _begin = Prepare(connection, "BEGIN IMMEDIATE");
        _commit = Prepare(connection, "COMMIT");
        _rollback = Prepare(connection, "ROLLBACK");
        _savepoint = Prepare(connection, "SAVEPOINT one");
        _rollbackToSavepoint = Prepare(connection, "ROLLBACK TO one");
        _release = Prepare(connection, "RELEASE one");
        const string insert =
            "INSERT INTO rows (tbl, partition, key, version, body) VALUES ($tbl, $partition, $key, $version, $body)";
        _insert = Prepare(connection, $"{insert} ON CONFLICT DO NOTHING");
        _put = Prepare(
            connection, $"{insert} ON CONFLICT DO UPDATE SET version = excluded.version, body = excluded.body");
        _replace = Prepare(connection, $"UPDATE rows SET version = $version, body = $body {Where} AND version = $old");
        _delete = Prepare(connection, $"DELETE FROM rows {Where} AND ($old IS NULL OR version = $old)");
        _saveVersion = Prepare(connection, "UPDATE counters SET value = $version WHERE name = 'version'");
        _loadVersion = Prepare(connection, "SELECT value FROM counters WHERE name = 'version'");
    }

    public void Begin()
    {
        _begin.ExecuteNonQuery();
        // Read inside the transaction, which locks other processes out: two on one file never hand out the same version.
        _version = (long)_loadVersion.ExecuteScalar()!;
    }

    public void Commit()
    {
        Set(_saveVersion, "$version", _version);
        _saveVersion.ExecuteNonQuery();
        _commit.ExecuteNonQuery();
    }

    public void Rollback()
    {
        try
        {
            _rollback.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself (disk full, I/O error), or BEGIN was what failed.
        }
    }

    public SqliteWriteResult Apply(SqliteWrite write)
    {
        // A single conditional statement changes something or nothing; only several need a way back.
        var several = write.Operations.Count > 1;
        if (several)
        {
            _savepoint.ExecuteNonQuery();
        }

        int? failed = null;
        for (var i = 0; i < write.Operations.Count && failed is null; i++)
        {
            if (!Apply(write, write.Operations[i]))
            {
                failed = i;
            }
        }

        if (several)
        {
            if (failed is not null)
            {
                _rollbackToSavepoint.ExecuteNonQuery();
            }

            _release.ExecuteNonQuery();
        }

        return new SqliteWriteResult(failed, _version.ToString(CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])
            [_begin, _commit, _rollback, _savepoint, _rollbackToSavepoint, _release,
             _insert, _replace, _put, _delete, _saveVersion, _loadVersion])
        {
            command.Dispose();
        }
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in (string[])["$tbl", "$partition", "$key", "$version", "$body", "$old"])
        {
            if (sql.Contains(name, StringComparison.Ordinal))
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }
        }

        command.Prepare();
        return command;
    }

    private static void Set(SqliteCommand command, string name, object? value) =>
        command.Parameters[name].Value = value ?? DBNull.Value;

    // An ETag of another making matches no row: versions are positive.
    private static long VersionOf(string etag) =>
        long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;

    private bool Apply(SqliteWrite write, TableOperation operation)
    {
        var command = operation switch
        {
            TableOperation.Insert => _insert,
            TableOperation.Replace => _replace,
            TableOperation.Put => _put,
            TableOperation.Delete => _delete,
            _ => throw new UnreachableException(),
        };
        Set(command, "$tbl", write.Table);
        Set(command, "$partition", write.Partition);
        Set(command, "$key", operation.Key);
        if (operation is TableOperation.Delete delete)
        {
            Set(command, "$old", delete.ETag is null ? null : VersionOf(delete.ETag));
        }
        else
        {
            Set(command, "$version", ++_version);
            Set(command, "$body", operation.Body.ToArray());
        }

        if (operation is TableOperation.Replace replace)
        {
            Set(command, "$old", VersionOf(replace.ETag));
        }

        return command.ExecuteNonQuery() == 1;
    }
}
