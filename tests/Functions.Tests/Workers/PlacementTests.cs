using CsCheck;
using Serverless.Contracts.Internal;
using Serverless.Functions.Workers;

namespace Serverless.Functions.Tests.Workers;

public sealed class PlacementTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private static readonly Gen<WorkerRecord> AnyWorker =
        from id in Gen.Int[0, 5]
        from state in Gen.Enum<WorkerState>()
        from capacity in Gen.Int[0, 10]
        from participants in Gen.Int[0, 12]
        from age in Gen.Int[0, 30]
        from suspect in Gen.Bool
        select new WorkerRecord
        {
            WorkerId = $"w{id}",
            Url = new Uri("http://127.0.0.1:1"),
            State = state,
            Capacity = capacity,
            Participants = participants,
            ReportedAt = Now.AddSeconds(-age),
            Suspect = suspect,
        };

    [Fact]
    public void The_chosen_is_ready_heard_of_and_least_loaded() => AnyWorker.List[0, 8].Sample(workers =>
    {
        var chosen = Placement.Choose(workers, Now);
        var able = workers.Where(worker => worker is { State: WorkerState.Ready, Suspect: false }
            && worker.Participants < worker.Capacity
            && Now - worker.ReportedAt <= TimeSpan.FromSeconds(15)).ToList();

        Assert.Equal(able.Count == 0, chosen is null);
        if (chosen is not null)
        {
            Assert.Contains(chosen, able);
            var punctual = able.Where(worker => Now - worker.ReportedAt <= TimeSpan.FromSeconds(5)).ToList();
            var best = punctual.Count > 0 ? punctual : able;
            Assert.Contains(chosen, best);
            Assert.All(best, worker => Assert.True(
                chosen.Participants * worker.Capacity <= worker.Participants * chosen.Capacity));
        }
    });

    [Fact]
    public void The_order_of_the_list_does_not_matter() => AnyWorker.List[0, 6].Sample(workers =>
    {
        var distinct = workers.DistinctBy(worker => worker.WorkerId).ToList();

        Assert.Equal(
            Placement.Choose(distinct, Now), Placement.Choose(Enumerable.Reverse(distinct), Now));
    });
}
