namespace Serverless.Functions.Storage;

/// <summary>What Azure Tables allows, with room for its own properties; every adapter enforces it.</summary>
internal static class TableLimits
{
    /// <summary>Azure's 1 MiB per entity counts keys and the names of properties, too.</summary>
    public const int MaxBodyBytes = 900 * 1024;

    /// <summary>Bodies of one transaction: Azure's 4 MiB count the request, where bodies are base64 beside keys and headers.</summary>
    public const int MaxTransactionBytes = 2_800 * 1024;

    public const int MaxOperations = 100;
    public const int MaxScan = 1000;
    public const int MaxKeyLength = 255;
}
