using Serverless.Interop.Linux;
using Serverless.Worker.Rooms;

namespace Serverless.Worker.Health;

/// <summary>
/// Gives back what joins leave behind: a handshake's state is many small pieces, and the C library keeps the pages that they were on.
/// After a crowd has come, that is more than all that its viewers need.
/// </summary>
internal sealed class MemoryKeeper(OpenRooms rooms, TimeProvider time) : BackgroundService
{
    /// <summary>Long enough to cost nothing, and for the last handshakes to be through.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var before = 0;
        var isDue = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var present = rooms.Participants;
            if (isDue)
            {
                NativeHeap.Trim();
            }

            isDue = present != before;
            before = present;
        }
    }
}
