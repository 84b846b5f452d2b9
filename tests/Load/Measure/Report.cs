namespace Serverless.Load.Measure;

/// <summary>The result of a run. Durations in milliseconds unless the name says otherwise; null where nothing was measured.</summary>
internal sealed record Report
{
    public required string Preset { get; init; }

    public required string Arguments { get; init; }

    public required string Machine { get; init; }

    public required string? Cipher { get; init; }

    public required int Hosts { get; init; }

    public required int Viewers { get; init; }

    public required long Joined { get; init; }

    public required long JoinFailures { get; init; }

    public required string? LastJoinFailure { get; init; }

    /// <summary>Transports that ended without being asked to.</summary>
    public required long Failed { get; init; }

    /// <summary>Viewers who have a picture (or sound) at the end.</summary>
    public required long Playing { get; init; }

    /// <summary>Viewers of whom ICE or DTLS never succeeded.</summary>
    public required long NotConnected { get; init; }

    /// <summary>Viewers who are connected and received nothing.</summary>
    public required long WithoutMedia { get; init; }

    /// <summary>Viewers who received something, but no whole picture.</summary>
    public required long WithoutPicture { get; init; }

    /// <summary>From the first viewer's call until all had their first picture.</summary>
    public required double JoinsPerSecond { get; init; }

    public required double? JoinP50 { get; init; }

    public required double? JoinP99 { get; init; }

    public required double? FirstFrameP50 { get; init; }

    public required double? FirstFrameP95 { get; init; }

    public required double? FirstFrameP99 { get; init; }

    public required long KeyFrameRequests { get; init; }

    /// <summary>Packets that sampling viewers could not decrypt.</summary>
    public required long NotAuthentic { get; init; }

    /// <summary>RSS of the worker over that of the worker with hosts only, in KiB for each viewer.</summary>
    public required double? RssKibPerViewer { get; init; }

    public required double? WorkerRssMib { get; init; }

    /// <summary>With <c>--grow</c>: the most viewers with whom every threshold was kept; zero: they never were.</summary>
    public int? LargestKept { get; init; }

    public required IReadOnlyList<PhaseReport> Phases { get; init; }
}
