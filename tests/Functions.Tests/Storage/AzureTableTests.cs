using Serverless.Functions.Storage;

namespace Serverless.Functions.Tests.Storage;

[Collection(AzuriteTests.Name)]
public sealed class AzureTableTests(AzuriteServer azurite) : TableContract
{
    private protected override ITableStore Store { get; } = azurite.NewStore();

    private protected override int ParallelCalls => 1000;

    [Fact]
    public async Task Tables_that_nobody_wrote_are_empty()
    {
        Assert.Null(await Store.Table("never").GetAsync("p", "k", default));
        Assert.Empty(await Store.Table("never").ScanAsync("p", RowRange.All, 10, default));
        Assert.False(await Store.Table("never").DeleteAsync("p", "k", null, default));
        Assert.Null(await Store.Table("never").ReplaceAsync(
            "p", "k", new byte[] { 1 }, "W/\"datetime'2026-11-23T00%3A00%3A00.0000000Z'\"", default));
    }

    [Fact]
    public async Task The_first_write_may_be_a_transaction()
    {
        var result = await Store.Table("fresh").TransactAsync(
            "p", [new TableOperation.Put("k", new byte[] { 1 })], default);

        Assert.True(result.Committed);
        Assert.NotNull(await Store.Table("fresh").GetAsync("p", "k", default));
    }
}
