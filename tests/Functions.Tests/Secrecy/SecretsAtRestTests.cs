using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Functions.Secrecy;
using Serverless.Functions.Storage;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.Secrecy;

/// <summary>What somebody finds who gets hold of the tables.</summary>
public sealed class SecretsAtRestTests : HostedTests
{
    /// <summary>A part of the tenant's secret that JSON writes as it is.</summary>
    private const string Telling = ", more than 32 bytes";

    [Fact]
    public async Task No_row_holds_a_secret_in_clear()
    {
        var made = (await Host.PostAsync("/manage/tenants", FunctionsHost.ManageKey, """{"name":"Acme"}""")).Json;
        var signing = (await Host.GetAsync("/v2/webhooks/secret", Host.Token())).Json.GetProperty("secret").GetString()!;
        Assert.Equal(200, (await Host.GetAsync("/v2/public/rsa-public-key", null)).Status);

        var keys = await TextOfAsync("tenants", "key");
        var hooks = await TextOfAsync("webhooks", "t-dev") + await TextOfAsync("webhooks", "system");
        Assert.Contains("sealed:1:", keys, StringComparison.Ordinal);
        Assert.DoesNotContain(made.GetProperty("secret").GetString()!, keys, StringComparison.Ordinal);
        Assert.DoesNotContain(Telling, keys, StringComparison.Ordinal);
        Assert.DoesNotContain(signing, hooks, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", hooks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_from_before_there_was_a_key_go_on_working_and_are_sealed_by_whoever_reads_them()
    {
        var tenants = Host.Service<ITableStore>().Table("tenants");
        var row = (await tenants.GetAsync("key", FunctionsHost.ApiKey, default))!;
        var clear = $$"""{"apiKey":"{{FunctionsHost.ApiKey}}","tenantId":"t-dev","secret":"{{FunctionsHost.Secret.Replace("'", "\\u0027", StringComparison.Ordinal)}}"}""";
        Assert.Contains(Telling, clear, StringComparison.Ordinal);
        Assert.NotNull(await tenants.ReplaceAsync("key", FunctionsHost.ApiKey, Encoding.UTF8.GetBytes(clear), row.ETag, default));

        Assert.Equal(200, (await Host.GetAsync("/v2/rooms", Host.Token())).Status);
        Assert.DoesNotContain(Telling, await TextOfAsync("tenants", "key"), StringComparison.Ordinal);
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await Host.GetAsync("/v2/rooms", Host.Token())).Status);
    }

    [Fact]
    public async Task With_a_new_key_in_front_of_the_list_everything_is_sealed_anew_when_it_is_read()
    {
        var folder = Directory.CreateTempSubdirectory("keys-").FullName;
        await using var store = new SqliteTableStore(Path.Combine(folder, "keys.db"));
        var newer = Convert.ToBase64String(Enumerable.Repeat((byte)9, DataKey.Bytes).ToArray());
        string signing;
        await using (var before = await StartAsync(store, FunctionsHost.DataKeyText))
        {
            signing = (await before.GetAsync("/v2/webhooks/secret", before.Token())).Json.GetProperty("secret").GetString()!;
        }

        await using (var during = await StartAsync(store, $"{newer},{FunctionsHost.DataKeyText}"))
        {
            var read = await during.GetAsync("/v2/webhooks/secret", during.Token());
            Assert.Equal(signing, read.Json.GetProperty("secret").GetString());
        }

        await using (var after = await StartAsync(store, newer))
        {
            var read = await after.GetAsync("/v2/webhooks/secret", after.Token());
            Assert.Equal(signing, read.Json.GetProperty("secret").GetString());
        }

        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static Task<FunctionsHost> StartAsync(ITableStore store, string keys) => FunctionsHost.StartAsync(
        services => services.AddSingleton(store),
        options => options with { DataKeys = DataKey.ParseList(keys) });

    private async Task<string> TextOfAsync(string table, string partition)
    {
        var rows = await Host.Service<ITableStore>().Table(table).ScanAsync(partition, RowRange.All, 1000, default);
        return string.Concat(rows.Select(row => Encoding.UTF8.GetString(row.Body.Span)));
    }
}
