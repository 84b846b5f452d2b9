using Serverless.Worker.Signaling;

namespace Serverless.Worker.Warming;

/// <summary>Signaling of the rehearsal: nobody listens.</summary>
internal sealed class SilentSignaling : ISignaling
{
    public bool IsUp => true;

    public Task JoinGroupAsync(string group, CancellationToken cancellation) => Task.CompletedTask;

    public void LeaveGroup(string group)
    {
    }

    public void Send(string group, ReadOnlyMemory<byte> json, Delivery delivery)
    {
    }
}
