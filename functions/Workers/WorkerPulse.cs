namespace Serverless.Functions.Workers;

/// <summary>What a worker's /health says.</summary>
internal enum WorkerPulse
{
    Healthy,

    /// <summary>Nobody listens there, or not as a worker: the process is gone.</summary>
    Refused,

    /// <summary>No answer in time: gone, or only slow.</summary>
    Silent,
}
