using Serverless.Worker.Media;

namespace Serverless.Worker.Rooms;

/// <summary>What becomes of a join's wish to restart ICE.</summary>
internal abstract record IceRestartResult
{
    private IceRestartResult()
    {
    }

    internal sealed record Restarted(IceRestart Ice) : IceRestartResult;

    /// <summary>The join is over, or was never here.</summary>
    internal sealed record NoTransport : IceRestartResult;

    /// <summary>Another offer or restart of the same join is being answered.</summary>
    internal sealed record Busy : IceRestartResult;
}
