using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Serverless.Functions.Storage;

/// <summary>A read connection and its prepared statements; one caller at a time.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _get;
    private readonly SqliteCommand _scan;

    public SqliteReader(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        _get = Prepare(
            "SELECT key, version, body FROM rows WHERE tbl = $tbl AND partition = $partition AND key = $key",
            "$tbl", "$partition", "$key");
        _scan = Prepare(
            """
            SELECT key, version, body FROM rows
            WHERE tbl = $tbl AND partition = $partition AND key >= $from AND ($before IS NULL OR key < $before)
            ORDER BY key LIMIT $limit
            """,
            "$tbl", "$partition", "$from", "$before", "$limit");
    }

    public Row? Get(string table, string partition, string key)
    {
        _get.Parameters[0].Value = table;
        _get.Parameters[1].Value = partition;
        _get.Parameters[2].Value = key;
        using var reader = _get.ExecuteReader();
        return reader.Read() ? ReadRow(reader) : null;
    }

    public List<Row> Scan(string table, string partition, RowRange range, int limit)
    {
        _scan.Parameters[0].Value = table;
        _scan.Parameters[1].Value = partition;
        _scan.Parameters[2].Value = range.From;
        _scan.Parameters[3].Value = range.Before ?? (object)DBNull.Value;
        _scan.Parameters[4].Value = limit;
        using var reader = _scan.ExecuteReader();
        var rows = new List<Row>();
        while (reader.Read())
        {
            rows.Add(ReadRow(reader));
        }

        return rows;
    }

    public void Dispose()
    {
        _get.Dispose();
        _scan.Dispose();
        _connection.Dispose();
    }

    private static Row ReadRow(SqliteDataReader reader) => new(
        reader.GetString(0),
        reader.GetInt64(1).ToString(CultureInfo.InvariantCulture),
        reader.GetFieldValue<byte[]>(2));

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        command.Prepare();
        return command;
    }
}
