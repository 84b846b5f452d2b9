namespace Serverless.Local.PubSub.Sockets;

/// <summary>
/// Closes the sockets when the host begins to stop. Kestrel, which stops before every other service, would otherwise
/// wait for them until the shutdown timeout.
/// </summary>
internal sealed class GracefulStop(PubSubEmulator emulator, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => emulator.ReloadService());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
