namespace Serverless.Local.PubSub.Sockets;

/// <summary>Closes the sockets when the host stops, which otherwise waits for them until its shutdown timeout.</summary>
internal sealed class GracefulStop(PubSubEmulator emulator) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        emulator.ReloadService();
        return Task.CompletedTask;
    }
}
