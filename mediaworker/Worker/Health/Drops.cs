using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Serverless.Worker.Health;

/// <summary>Counts dropped messages by reason, for the process's meter and for tests.</summary>
internal sealed class Drops
{
    private static readonly DropReason[] Reasons = Enum.GetValues<DropReason>();

    private readonly long[] _counts = new long[Reasons.Length];

    public Drops(IMeterFactory meters) =>
        meters.Create("Serverless.Worker").CreateObservableCounter(
            "worker.messages.dropped",
            () => Reasons.Select(reason => new Measurement<long>(
                this[reason], new TagList { { "reason", reason.ToString() } })));

    public long this[DropReason reason] => Interlocked.Read(ref _counts[(int)reason]);

    public void Count(DropReason reason) => Interlocked.Increment(ref _counts[(int)reason]);
}
