namespace Serverless.Worker.Signaling;

/// <summary>The link's times and limits. The defaults fit the service's own.</summary>
internal sealed record PubSubLinkOptions
{
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A socket that brought nothing for so long is given up; pings are answered, so silence means a dead path.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>The service keeps a lost connection for 30 s.</summary>
    public TimeSpan RecoveryWindow { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A connection that lived so long makes the pauses short again.</summary>
    public TimeSpan Healthy { get; init; } = TimeSpan.FromSeconds(10);

    public int AckEvery { get; init; } = 100;

    public TimeSpan AckWithin { get; init; } = TimeSpan.FromMilliseconds(200);

    public int QueueCapacity { get; init; } = 4096;

    public int Window { get; init; } = 800;

    /// <summary>The service closes the connection over a frame of more than 1 MB; the envelope comes on top of this.</summary>
    public int LongestMessage { get; init; } = 900 * 1024;

    /// <summary>How long a stopping link tries to write what still waits.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(2);
}
