using Microsoft.Extensions.DependencyInjection;
using Serverless.Contracts.Internal;
using Serverless.Worker.Tests.Support;
using Serverless.Worker.Warming;

namespace Serverless.Worker.Tests.Http;

public sealed class WarmUpTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_rehearsal_plays_real_media_to_a_viewer(int shards)
    {
        await using var worker = await WorkerProcess.StartAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var rehearsal = new Rehearsal(
            worker.Services.GetRequiredService<WorkerOptions>() with { Shards = shards }, TimeProvider.System, worker.Services);

        Assert.True(await Task.Run(() => rehearsal.RunAsync(limit.Token)));
    }

    [Fact]
    public async Task Nobody_outside_sees_the_room_that_was_rehearsed()
    {
        await using var worker = await WorkerProcess.StartAsync(warmUp: true);

        var report = await worker.Functions.Reports.FirstAsync(report => report.State == WorkerState.Ready);

        Assert.Empty(report.Rooms);
        Assert.Equal(0, report.Participants);
        Assert.Empty(worker.PubSub.Groups);
        Assert.Equal(0, worker.Functions.Tables.Reads);
        Assert.Empty(worker.Functions.Tables.Appends);
    }
}
