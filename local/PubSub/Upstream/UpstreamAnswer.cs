namespace Serverless.Local.PubSub.Upstream;

/// <summary>What a handler answered.</summary>
/// <param name="Status">HTTP status; 0: there is no answer.</param>
/// <param name="MediaType">Without parameters; null: none was sent.</param>
/// <param name="State">Of the header <c>ce-connectionState</c>; null: unchanged.</param>
internal sealed record UpstreamAnswer(int Status, string? MediaType, byte[] Body, string? State)
{
    public static UpstreamAnswer None { get; } = new(0, null, [], null);

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The service tries again after these, and after no answer at all.</summary>
    public bool IsTransient => Status is 0 or StatusCodes.Status408RequestTimeout or >= 500;
}
