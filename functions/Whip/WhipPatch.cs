namespace Serverless.Functions.Whip;

/// <summary>What a fragment came to.</summary>
internal abstract record WhipPatch
{
    /// <summary>Nothing to do for candidates.</summary>
    public sealed record Trickled : WhipPatch;

    /// <param name="ETag">New, in quotes.</param>
    /// <param name="Fragment">The worker's new credentials and addresses.</param>
    public sealed record Restarted(string ETag, string Fragment) : WhipPatch;
}
