namespace Serverless.Worker.Signaling;

/// <summary>Mints client access URLs for the worker.</summary>
internal interface IPubSubUrlSource
{
    /// <summary>A URL with a fresh token; null: not to be had now.</summary>
    Task<Uri?> PubSubUrlAsync(CancellationToken cancellation);
}
