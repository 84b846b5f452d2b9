using Serverless.Load.Scenarios;

namespace Serverless.Load.Measure;

/// <summary>Reads all counters, and what the kernel says of the processes.</summary>
internal sealed class Sampler(Crowd crowd, int? workerProcess)
{
    public Totals Take()
    {
        var counters = crowd.Counters.ToArray();
        return new Totals
        {
            At = crowd.Clock.Now - default(Serverless.Rtc.Units.Instant),
            Joined = crowd.Joined,
            JoinFailures = crowd.Failures,
            Connected = Sum(each => each.Connected),
            Playing = Sum(each => each.Playing),
            Failed = Sum(each => each.Failed),
            PacketsIn = Sum(each => each.PacketsIn),
            PacketsOut = Sum(each => each.PacketsOut),
            Expected = Sum(each => each.Expected),
            BytesOut = Sum(each => each.BytesOut),
            KeyFrameRequests = Sum(each => each.KeyFrameRequests),
            NotAuthentic = Sum(each => each.NotAuthentic),
            Delay = Merge(each => each.Delay),
            DelayOfEarly = Merge(each => each.DelayOfEarly),
            FirstFrame = Merge(each => each.FirstFrame),
            Join = crowd.JoinTimes.Copy(),
            Machine = MachineUsage.Read(),
            GeneratorCpu = ProcessUsage.Read(Environment.ProcessId)!.Value.Cpu,
            Worker = workerProcess is { } process ? ProcessUsage.Read(process) : null,
        };

        long Sum(Func<Counters, long> value) => counters.Sum(value);

        Histogram Merge(Func<Counters, Histogram> value)
        {
            var all = new Histogram();
            foreach (var each in counters)
            {
                all.Add(value(each));
            }

            return all;
        }
    }
}
