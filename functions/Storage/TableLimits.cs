namespace Serverless.Functions.Storage;

/// <summary>What Azure Tables allows, with room for its own properties; every adapter enforces it.</summary>
internal static class TableLimits
{
    public const int MaxBodyBytes = 900 * 1024;
    public const int MaxOperations = 100;
    public const int MaxScan = 1000;
    public const int MaxKeyLength = 255;
}
