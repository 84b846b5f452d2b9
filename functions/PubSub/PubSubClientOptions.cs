using Azure.Core;

namespace Serverless.Functions.PubSub;

/// <summary>Transport and diagnostics are those of every Azure client; retries are this client's own.</summary>
public sealed class PubSubClientOptions : ClientOptions
{
    private static readonly TimeSpan DefaultNetworkTimeout = TimeSpan.FromSeconds(10);

    public PubSubClientOptions() => Retry.NetworkTimeout = DefaultNetworkTimeout;

    /// <summary>Repetitions of a request that the service certainly did not take.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>Before the first repetition; doubles each time, and a Retry-After of the service wins.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    public TimeProvider Time { get; set; } = TimeProvider.System;
}
