using Microsoft.Extensions.Configuration;
using Serverless.Functions.Platform;
using Serverless.Functions.PubSub;
using Serverless.Functions.Tenants;

namespace Serverless.Functions.Tests.Platform;

public sealed class OptionsTests
{
    private const string PubSub = "Endpoint=https://x.webpubsub.azure.com;AccessKey=a+b/c=;Version=1.0;";

    private static Uri? Address(string? url) => url is null ? null : new Uri(url);

    private static readonly FunctionsOptions Good = new()
    {
        DataPath = "data",
        PublicUrl = new Uri("https://live.example"),
        WorkerKey = new string('k', 32),
        PubSubConnectionString = PubSub,
        DevelopmentTenant = new DevelopmentTenant("dev", new string('s', 32)),
    };

    [Fact]
    public void Good_options_pass() => Good.Validate();

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once_and_no_value_is_repeated()
    {
        var wrong = new FunctionsOptions
        {
            DataPath = " ",
            PublicUrl = new Uri("ftp://live.example"),
            WorkerKey = "short-secret",
            PubSubConnectionString = "AccessKey=leaky",
            DevelopmentTenant = new DevelopmentTenant("dev", "short-tenant"),
        };

        var problem = Assert.Throws<InvalidOperationException>(wrong.Validate);

        foreach (var name in (string[])["TablesUrl", "PublicUrl", "WorkerKey", "PubSub", "DevelopmentTenant"])
        {
            Assert.Contains(name, problem.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("short-", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("leaky", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "UseDevelopmentStorage=true", null)]
    [InlineData(null, "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=a2V5;EndpointSuffix=core.windows.net", null)]
    [InlineData(null, null, "https://account.table.core.windows.net")]
    public void Tables_may_be_in_an_account(string? folder, string? connection, string? url) =>
        (Good with { DataPath = folder, TablesConnectionString = connection, TablesUrl = Address(url) }).Validate();

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("data", "UseDevelopmentStorage=true", null)]
    [InlineData(null, "UseDevelopmentStorage=true", "https://account.table.core.windows.net")]
    [InlineData(null, "AccountKey=leaky", null)]
    [InlineData(null, null, "http://account.table.core.windows.net")]
    public void Tables_are_in_exactly_one_place(string? folder, string? connection, string? url)
    {
        var wrong = Good with { DataPath = folder, TablesConnectionString = connection, TablesUrl = Address(url) };

        var problem = Assert.Throws<InvalidOperationException>(wrong.Validate);

        Assert.Contains("Tables", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("leaky", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(PubSub, "https://x.webpubsub.azure.com")]
    [InlineData(null, "http://x.webpubsub.azure.com")]
    public void Web_PubSub_is_in_exactly_one_place(string? connection, string? url)
    {
        var wrong = Good with { PubSubConnectionString = connection, PubSubUrl = Address(url) };

        var problem = Assert.Throws<InvalidOperationException>(wrong.Validate);

        Assert.Contains("PubSub", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a+b/c=", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Web_PubSub_needs_no_key() =>
        (Good with { PubSubConnectionString = null, PubSubUrl = Address("https://x.webpubsub.azure.com") }).Validate();

    [Fact]
    public void Settings_name_the_tables()
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(
            [
                new("SERVERLESS_PUBLIC_URL", "https://live.example"),
                new("SERVERLESS_WORKER_KEY", new string('k', 32)),
                new("SERVERLESS_PUBSUB_CONNECTION_STRING", PubSub),
                new("SERVERLESS_TABLES_URL", "https://account.table.core.windows.net"),
            ])
            .Build();

        var options = FunctionsEnvironment.Read(settings);

        Assert.Equal(new Uri("https://account.table.core.windows.net"), options.TablesUrl);
        options.Validate();
    }

    [Fact]
    public void Missing_settings_are_named()
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("SERVERLESS_DATA_PATH", "x")])
            .Build();

        var problem = Assert.Throws<InvalidOperationException>(() => FunctionsEnvironment.Read(settings));

        Assert.Contains("SERVERLESS_WORKER_KEY", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SERVERLESS_DATA_PATH", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_holds_a_secret_prints_it()
    {
        Assert.DoesNotContain("a+b/c=", $"{PubSubConnectionString.Parse(PubSub)} {Good}", StringComparison.Ordinal);
        Assert.DoesNotContain("sss", $"{Good} {Good.DevelopmentTenant}", StringComparison.Ordinal);
        Assert.DoesNotContain("secret", $"{new TenantKey("k", "t", "secret")}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_folder_keeps_its_development_tenant_to_itself()
    {
        var folder = Directory.CreateTempSubdirectory("tenant-").FullName;
        try
        {
            var made = DevelopmentTenant.LoadOrCreate(folder);

            Assert.Equal(made, DevelopmentTenant.LoadOrCreate(folder));
            Assert.Equal(64, made.Secret.Length);
            var file = Assert.Single(Directory.EnumerateFiles(folder));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }

            File.WriteAllText(file, "{");
            Assert.Throws<InvalidDataException>(() => DevelopmentTenant.LoadOrCreate(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
