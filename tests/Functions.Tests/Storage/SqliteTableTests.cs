using Serverless.Functions.Storage;

namespace Serverless.Functions.Tests.Storage;

public sealed class SqliteTableTests : TableContract, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sqlite-").FullName;
    private readonly SqliteTableStore _store;

    public SqliteTableTests() => _store = new SqliteTableStore(Path.Combine(_folder, "tables.db"));

    private protected override ITableStore Store => _store;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_files_of_a_process_that_dies_at_once()
    {
        var acknowledged = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
        {
            await _store.Table("things").InsertAsync("p", $"k{i:D3}", new byte[] { 1 }, default);
            return $"k{i:D3}";
        }));

        // The files as kill -9 leaves them: nothing was closed, flushed or checkpointed by the store.
        var crashed = Path.Combine(_folder, "crashed");
        Directory.CreateDirectory(crashed);
        foreach (var file in Directory.EnumerateFiles(_folder, "tables.db*"))
        {
            File.Copy(file, Path.Combine(crashed, Path.GetFileName(file)));
        }

        await using var reopened = new SqliteTableStore(Path.Combine(crashed, "tables.db"));
        var rows = await reopened.Table("things").ScanAsync("p", RowRange.All, 1000, default);
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), rows.Select(row => row.Key));
    }

    [Fact]
    public async Task An_etag_from_before_a_restart_still_counts_and_a_new_one_is_new()
    {
        var path = Path.Combine(_folder, "again.db");
        string first;
        await using (var store = new SqliteTableStore(path))
        {
            first = (await store.Table("things").InsertAsync("p", "k", new byte[] { 1 }, default))!;
            await store.Table("things").DeleteAsync("p", "k", null, default);
        }

        await using var reopened = new SqliteTableStore(path);
        var second = (await reopened.Table("things").InsertAsync("p", "k", new byte[] { 1 }, default))!;

        Assert.NotEqual(first, second);
        Assert.Null(await reopened.Table("things").ReplaceAsync("p", "k", new byte[] { 2 }, first, default));
        Assert.NotNull(await reopened.Table("things").ReplaceAsync("p", "k", new byte[] { 2 }, second, default));
    }

    [Fact]
    public async Task Two_stores_on_one_file_share_rows_and_never_an_etag()
    {
        var path = Path.Combine(_folder, "shared.db");
        await using var one = new SqliteTableStore(path);
        await using var two = new SqliteTableStore(path);

        var etags = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            (i % 2 == 0 ? one : two).Table("things").InsertAsync("p", $"k{i}", new byte[] { 1 }, default)));

        Assert.Equal(200, etags.Distinct().Count());
        Assert.Equal(200, (await one.Table("things").ScanAsync("p", RowRange.All, 1000, default)).Count);
    }

    [Fact]
    public async Task Writes_that_are_queued_when_the_store_closes_are_done()
    {
        var path = Path.Combine(_folder, "closing.db");
        var store = new SqliteTableStore(path);
        var writes = Enumerable.Range(0, 300)
            .Select(i => store.Table("things").InsertAsync("p", $"k{i}", new byte[] { 1 }, default))
            .ToList();
        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(writes), Assert.NotNull);
    }
}
