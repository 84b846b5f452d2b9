using System.Collections.Concurrent;
using Azure.Core;
using Azure.Data.Tables;

namespace Serverless.Functions.Storage;

/// <summary>Tables of an Azure storage account (or of Azurite): for any number of processes.</summary>
internal sealed class AzureTableStore : ITableStore
{
    private readonly TableServiceClient _service;
    private readonly string _prefix;
    private readonly ConcurrentDictionary<string, ITable> _tables = new(StringComparer.Ordinal);

    /// <param name="connectionString">With an account key or a shared access signature.</param>
    /// <param name="options">From <see cref="Options"/>.</param>
    /// <param name="prefix">Before each table's name, where several systems share an account.</param>
    public AzureTableStore(string connectionString, TableClientOptions options, string prefix = "")
        : this(new TableServiceClient(connectionString, options), prefix)
    {
    }

    /// <param name="account">https://{account}.table.core.windows.net</param>
    /// <param name="credential">Of an identity with the role Storage Table Data Contributor.</param>
    /// <param name="options">From <see cref="Options"/>.</param>
    public AzureTableStore(Uri account, TokenCredential credential, TableClientOptions options)
        : this(new TableServiceClient(account, credential, options), string.Empty)
    {
    }

    private AzureTableStore(TableServiceClient service, string prefix)
    {
        _service = service;
        _prefix = prefix;
    }

    /// <summary>
    /// Short tries: a table answers in milliseconds or is in trouble, and a request of a person waits for it. Retries are
    /// the pipeline's, which keeps to Retry-After; <see cref="UnansweredTries"/> makes those of writes safe.
    /// </summary>
    public static TableClientOptions Options()
    {
        var options = new TableClientOptions
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = 4,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(2),
                NetworkTimeout = TimeSpan.FromSeconds(8),
            },
        };
        options.AddPolicy(new UnansweredTries.Policy(), HttpPipelinePosition.PerRetry);
        return options;
    }

    public ITable Table(string name)
    {
        TableGuard.RequireTable(name);
        return _tables.GetOrAdd(name, n => new AzureTable(_service.GetTableClient(_prefix + n)));
    }
}
