using Azure.Identity;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Storage;

/// <summary>The adapter that the options name.</summary>
internal static class TableStores
{
    /// <returns>null: the options name one; else what is wrong with them, without values.</returns>
    public static string? Refuse(FunctionsOptions options)
    {
        var named = (string.IsNullOrWhiteSpace(options.DataPath) ? 0 : 1)
            + (options.TablesConnectionString is null ? 0 : 1) + (options.TablesUrl is null ? 0 : 1);
        if (named != 1)
        {
            return $"Exactly one of {nameof(options.DataPath)}, {nameof(options.TablesConnectionString)} and "
                + $"{nameof(options.TablesUrl)} says where the tables are.";
        }

        if (options.TablesUrl is { } url && (!url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttps))
        {
            return $"{nameof(options.TablesUrl)} must be an absolute https address: it carries bearer tokens.";
        }

        return options.TablesConnectionString is { } connection && !IsConnectionString(connection)
            ? $"{nameof(options.TablesConnectionString)} is not a connection string of a storage account."
            : null;
    }

    public static ITableStore Open(FunctionsOptions options) => options switch
    {
        { TablesConnectionString: { } connection } => new AzureTableStore(connection, AzureTableStore.Options()),
        { TablesUrl: { } account } => new AzureTableStore(
            account, new DefaultAzureCredential(), AzureTableStore.Options()),
        _ => new SqliteTableStore(Path.Combine(options.DataPath!, "functions.db")),
    };

    /// <summary>Its form only: the client, which knows all of it, takes tens of milliseconds to make, and a start has none to spare.</summary>
    private static bool IsConnectionString(string text)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var end = part.IndexOf('=', StringComparison.Ordinal);
            if (end < 1 || end == part.Length - 1 || !names.Add(part[..end]))
            {
                return false;
            }
        }

        return names.Contains("UseDevelopmentStorage")
            || (names.Contains("AccountName") && names.Contains("AccountKey"))
            || (names.Contains("TableEndpoint") && names.Contains("SharedAccessSignature"));
    }
}
