using Microsoft.Extensions.Configuration;
using Serverless.Functions.Platform;
using Serverless.Functions.PubSub;
using Serverless.Functions.Tenants;

namespace Serverless.Functions.Tests.Platform;

public sealed class OptionsTests
{
    private const string PubSub = "Endpoint=https://x.webpubsub.azure.com;AccessKey=a+b/c=;Version=1.0;";

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

        foreach (var name in (string[])["DataPath", "PublicUrl", "WorkerKey", "PubSub", "DevelopmentTenant"])
        {
            Assert.Contains(name, problem.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("short-", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("leaky", problem.Message, StringComparison.Ordinal);
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
