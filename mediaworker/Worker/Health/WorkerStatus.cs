using Serverless.Contracts.Internal;

namespace Serverless.Worker.Health;

/// <summary>Whether this worker takes rooms.</summary>
internal sealed class WorkerStatus
{
    private volatile WorkerState _state = WorkerState.Ready;

    public WorkerState State
    {
        get => _state;
        set => _state = value;
    }
}
