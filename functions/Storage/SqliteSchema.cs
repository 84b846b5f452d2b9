using Microsoft.Data.Sqlite;

namespace Serverless.Functions.Storage;

internal static class SqliteSchema
{
    public static void Create(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        // WAL lets readers run beside the writer; FULL flushes the log at every commit, so what was acknowledged
        // survives kill -9 and a power cut. WITHOUT ROWID keeps a partition's rows next to each other.
        command.CommandText =
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS rows (
                tbl TEXT NOT NULL, partition TEXT NOT NULL, key TEXT NOT NULL,
                version INTEGER NOT NULL, body BLOB NOT NULL,
                PRIMARY KEY (tbl, partition, key)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
            INSERT INTO counters (name, value) VALUES ('version', 0) ON CONFLICT DO NOTHING;
            """;
        command.ExecuteNonQuery();
    }
}
