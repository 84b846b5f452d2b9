namespace Serverless.Local.PubSub.Hub;

/// <summary>How a message's type is named in HTTP.</summary>
internal static class MediaTypes
{
    public const string Binary = "application/octet-stream";
    private const string Json = "application/json";
    private const string Text = "text/plain";

    public static string Of(DataType type) => type switch
    {
        DataType.Json => Json,
        DataType.Text => Text,
        DataType.Binary => Binary,
    };

    /// <param name="mediaType">Without parameters.</param>
    /// <param name="type">Meaningful when true is returned.</param>
    public static bool TryParse(string? mediaType, out DataType type)
    {
        DataType? known = mediaType?.ToLowerInvariant() switch
        {
            Json => DataType.Json,
            Text => DataType.Text,
            Binary => DataType.Binary,
            _ => null,
        };
        type = known.GetValueOrDefault();
        return known is not null;
    }
}
