using System.Text;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Tests.Storage;

/// <summary>What every adapter of <see cref="ITable"/> must do.</summary>
public abstract class TableContract
{
    private protected abstract ITableStore Store { get; }

    /// <summary>How many calls at once the service takes in a test's time.</summary>
    private protected virtual int ParallelCalls => 4000;

    private ITable Table => Store.Table("things");

    [Fact]
    public async Task A_row_reads_back_as_it_was_written()
    {
        var etag = await Table.InsertAsync("p", "k", Body("one"), default);

        var row = await Table.GetAsync("p", "k", default);

        Assert.Equal(("k", etag, "one"), (row!.Key, row.ETag, Text(row)));
        Assert.Null(await Table.GetAsync("p", "other", default));
        Assert.Null(await Table.GetAsync("other", "k", default));
        Assert.Null(await Store.Table("others").GetAsync("p", "k", default));
    }

    [Fact]
    public async Task A_second_insert_is_refused_and_changes_nothing()
    {
        await Table.InsertAsync("p", "k", Body("one"), default);

        Assert.Null(await Table.InsertAsync("p", "k", Body("two"), default));
        Assert.Equal("one", Text((await Table.GetAsync("p", "k", default))!));
    }

    [Fact]
    public async Task A_replace_needs_the_newest_etag()
    {
        var first = (await Table.InsertAsync("p", "k", Body("one"), default))!;

        var second = (await Table.ReplaceAsync("p", "k", Body("two"), first, default))!;

        Assert.NotEqual(first, second);
        Assert.Null(await Table.ReplaceAsync("p", "k", Body("three"), first, default));
        Assert.Null(await Table.ReplaceAsync("p", "absent", Body("three"), second, default));
        Assert.Null(await Table.ReplaceAsync("p", "k", Body("three"), "W/\"nonsense\"", default));
        Assert.Equal("two", Text((await Table.GetAsync("p", "k", default))!));
    }

    [Fact]
    public async Task A_delete_with_an_etag_needs_the_newest_one()
    {
        var first = (await Table.InsertAsync("p", "k", Body("one"), default))!;
        var second = (await Table.ReplaceAsync("p", "k", Body("two"), first, default))!;

        Assert.False(await Table.DeleteAsync("p", "k", first, default));
        Assert.True(await Table.DeleteAsync("p", "k", second, default));
        Assert.False(await Table.DeleteAsync("p", "k", null, default));
        Assert.Null(await Table.GetAsync("p", "k", default));
    }

    [Fact]
    public async Task An_etag_does_not_come_back_after_a_delete()
    {
        var first = (await Table.InsertAsync("p", "k", Body("one"), default))!;
        await Table.DeleteAsync("p", "k", null, default);
        var second = (await Table.InsertAsync("p", "k", Body("one"), default))!;

        Assert.NotEqual(first, second);
        Assert.Null(await Table.ReplaceAsync("p", "k", Body("two"), first, default));
    }

    [Fact]
    public async Task A_scan_is_ordinal_bounded_and_limited()
    {
        foreach (var key in (string[])["e-10", "e-09", "e-2", "f", "E-1", "e", "e."])
        {
            await Table.InsertAsync("p", key, Body(key), default);
        }

        Assert.Equal(["E-1", "e", "e-09", "e-10", "e-2", "e.", "f"], await KeysAsync(RowRange.All));
        Assert.Equal(["e-09", "e-10", "e-2"], await KeysAsync(RowRange.Prefix("e-")));
        Assert.Equal(["e-10", "e-2"], await KeysAsync(new RowRange("e-1", "e.")));
        Assert.Equal(["E-1", "e"], await KeysAsync(RowRange.All, 2));
        Assert.Empty(await Table.ScanAsync("empty", RowRange.All, 10, default));
    }

    [Fact]
    public async Task A_transaction_does_everything()
    {
        var etag = (await Table.InsertAsync("p", "replaced", Body("old"), default))!;
        await Table.InsertAsync("p", "deleted", Body("old"), default);
        await Table.InsertAsync("p", "put", Body("old"), default);

        var result = await Table.TransactAsync(
            "p",
            [
                new TableOperation.Insert("inserted", Body("new")),
                new TableOperation.Replace("replaced", Body("new"), etag),
                new TableOperation.Put("put", Body("new")),
                new TableOperation.Put("put2", Body("new")),
                new TableOperation.Delete("deleted", null),
            ],
            default);

        Assert.True(result.Committed);
        Assert.Equal(["inserted", "put", "put2", "replaced"], await KeysAsync(RowRange.All));
        Assert.All(await Table.ScanAsync("p", RowRange.All, 10, default), row => Assert.Equal("new", Text(row)));
    }

    [Fact]
    public async Task A_transaction_with_one_broken_condition_does_nothing_and_names_it()
    {
        var etag = (await Table.InsertAsync("p", "there", Body("old"), default))!;
        await Table.ReplaceAsync("p", "there", Body("newer"), etag, default);
        TableOperation insert = new TableOperation.Insert("new", Body("new"));

        Assert.Equal(1, await FailedAsync(insert, new TableOperation.Insert("there", Body("x"))));
        Assert.Equal(1, await FailedAsync(insert, new TableOperation.Replace("there", Body("x"), etag)));
        Assert.Equal(1, await FailedAsync(insert, new TableOperation.Delete("there", etag)));
        Assert.Equal(1, await FailedAsync(insert, new TableOperation.Delete("absent", null)));
        Assert.Equal(0, await FailedAsync(new TableOperation.Delete("absent", null), insert));
        Assert.Equal(["there"], await KeysAsync(RowRange.All));
        Assert.Equal("newer", Text((await Table.GetAsync("p", "there", default))!));
    }

    [Fact]
    public async Task What_Azure_Tables_would_refuse_is_refused()
    {
        TableOperation put = new TableOperation.Put("k", Body("x"));
        TableOperation[] hundredAndOne = [.. Enumerable.Range(0, 101).Select(i => new TableOperation.Put($"k{i}", Body("x")))];

        await Assert.ThrowsAnyAsync<ArgumentException>(() => Table.TransactAsync("p", hundredAndOne, default));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Table.TransactAsync("p", [], default));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Table.TransactAsync("p", [put, put], default));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => Table.InsertAsync("p", "k", new byte[TableLimits.MaxBodyBytes + 1], default));
        foreach (var key in (string[])["", "a/b", "a\\b", "a#b", "a?b", "a%b", "a\nb", "ä", new string('x', 256)])
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Table.GetAsync("p", key, default));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Table.InsertAsync(key, "k", Body("x"), default));
        }

        foreach (var name in (string[])["", "ab", "1ab", "a-b", "täb", new string('t', 64)])
        {
            Assert.ThrowsAny<ArgumentException>(() => Store.Table(name));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 1)]
    [InlineData(TableLimits.MaxBodyBytes)]
    public async Task Bodies_of_all_sizes_read_back_and_shrink(int size)
    {
        var large = new byte[size];
        new Random(size).NextBytes(large);
        var etag = (await Table.InsertAsync("p", "k", large, default))!;
        Assert.True((await Table.GetAsync("p", "k", default))!.Body.Span.SequenceEqual(large));

        await Table.ReplaceAsync("p", "k", Body("small"), etag, default);
        Assert.Equal("small", Text((await Table.GetAsync("p", "k", default))!));
    }

    [Fact]
    public async Task The_largest_transaction_is_taken_and_no_larger_one()
    {
        var key = new string('k', TableLimits.MaxKeyLength - 3);
        var part = new byte[TableLimits.MaxTransactionBytes / TableLimits.MaxOperations];
        var partition = new string('p', TableLimits.MaxKeyLength);
        TableOperation[] hundred = [.. Enumerable.Range(0, TableLimits.MaxOperations)
            .Select(i => new TableOperation.Put($"{key}{i:D3}", part))];
        TableOperation[] tooMuch = [.. Enumerable.Range(0, 4).Select(i => new TableOperation.Put($"{i}", new byte[800 * 1024]))];

        Assert.True((await Table.TransactAsync(partition, hundred, default)).Committed);
        Assert.Equal(TableLimits.MaxOperations, (await Table.ScanAsync(partition, RowRange.All, 1000, default)).Count);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Table.TransactAsync("p", tooMuch, default));
    }

    [Fact]
    public async Task Every_character_that_a_key_may_have_works()
    {
        var characters = Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)
            .Where(c => !"/\\#?%".Contains(c, StringComparison.Ordinal)).ToArray();
        var all = new string(characters);
        await Table.InsertAsync(all, all, Body("all"), default);
        Assert.Equal("all", Text((await Table.GetAsync(all, all, default))!));
        Assert.Equal([all], (await Table.ScanAsync(all, new RowRange(all, all + " "), 10, default)).Select(row => row.Key));

        TableOperation[] each = [.. characters.Select(c => new TableOperation.Put($"a{c}", Body("x")))];
        Assert.True((await Table.TransactAsync("p", each, default)).Committed);
        Assert.Equal(characters.Select(c => $"a{c}"), (await Table.ScanAsync("p", RowRange.All, 1000, default)).Select(row => row.Key));
    }

    [Fact]
    public async Task A_wildcard_is_no_etag()
    {
        await Table.InsertAsync("p", "k", Body("one"), default);

        Assert.Null(await Table.ReplaceAsync("p", "k", Body("two"), "*", default));
        Assert.False(await Table.DeleteAsync("p", "k", "*", default));
        Assert.Equal(0, await FailedAsync(new TableOperation.Replace("k", Body("two"), "*")));
        Assert.Equal(0, await FailedAsync(new TableOperation.Delete("k", "*")));
        Assert.Equal("one", Text((await Table.GetAsync("p", "k", default))!));
    }

    [Fact]
    public async Task Of_many_replaces_under_one_etag_one_gets_through()
    {
        var etag = (await Table.InsertAsync("p", "k", Body("0"), default))!;

        var results = await Task.WhenAll(Enumerable.Range(1, 200)
            .Select(i => Table.ReplaceAsync("p", "k", Body($"{i}"), etag, default)));

        var winner = Assert.Single(results, result => result is not null);
        Assert.Equal(winner, (await Table.GetAsync("p", "k", default))!.ETag);
    }

    [Fact]
    public async Task Thousands_of_parallel_calls_all_count()
    {
        await Task.WhenAll(Enumerable.Range(0, ParallelCalls).Select(async i =>
        {
            var partition = $"p{i % 7}";
            Assert.NotNull(await Table.InsertAsync(partition, $"k{i}", Body($"{i}"), default));
            Assert.Equal($"{i}", Text((await Table.GetAsync(partition, $"k{i}", default))!));
        }));

        var counts = await Task.WhenAll(Enumerable.Range(0, 7)
            .Select(async p => (await Table.ScanAsync($"p{p}", RowRange.All, 1000, default)).Count));
        Assert.Equal(ParallelCalls, counts.Sum());
    }

    private static ReadOnlyMemory<byte> Body(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(Row row) => Encoding.UTF8.GetString(row.Body.Span);

    private async Task<int?> FailedAsync(params TableOperation[] operations) =>
        (await Table.TransactAsync("p", operations, default)).FailedOperation;

    private async Task<IEnumerable<string>> KeysAsync(RowRange range, int limit = 100) =>
        (await Table.ScanAsync("p", range, limit, default)).Select(row => row.Key);
}
