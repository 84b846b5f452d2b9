using System.Globalization;
using Serverless.Load.Local;
using Serverless.Load.Measure;
using Serverless.Load.Rest;
using Serverless.Load.Scenarios;

namespace Serverless.Load.Limit;

/// <summary>Worker and limit program in turns, for each number of viewers and each spacing of packets.</summary>
internal sealed class LimitCommand(LimitOptions options, TextWriter screen)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Of traffic before anything counts: the worker's methods are compiled anew for speed in its first half minute.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancellation)
    {
        var program = await LimitProgram.CompileAsync(cancellation);
        await using var local = await LocalChild.StartAsync(1, (options.Viewers.Max() * 2) + 100, cancellation);
        using var rest = new RestClient(local.Address, local.Key.Sign(TimeProvider.System));
        foreach (var viewers in options.Viewers)
        {
            foreach (var spread in options.Spread)
            {
                await CompareAsync(program, local, rest, viewers, spread, cancellation);
            }
        }
    }

    private async Task CompareAsync(
        string program, LocalChild local, RestClient rest, int viewers, bool spread, CancellationToken cancellation)
    {
        var show = new LoadOptions
        {
            Preset = Preset.Find("broadcast")! with { Viewers = viewers, AudioSlots = 0, Spread = spread },
            TellArrivals = false,
            Sample = int.MaxValue,
        };
        using var crowd = await GatherAsync(show, rest, cancellation);
        using var key = new LimitKey();
        using var stage = new LimitStage(viewers, show.Preset.Camera, key);
        using var limit = await LimitProgram.StartAsync(program, key, stage.Ports, cancellation);
        stage.Start(limit.Port);

        _ = await WorkerAsync(WarmUp);
        var before = MachineUsage.Read();
        Say($"\n{viewers} viewers, {(spread ? "evenly spaced" : "frames of 8")}, {crowd.Cipher}");
        Say($"{"pair",5}{"worker us",11}{"limit us",10}{"ratio",8}{"worker/s",10}{"limit/s",10}{"worker/msg",12}{"limit/msg",11}");
        var pairs = new List<(double Worker, double Limit)>();
        for (var pair = 0; pair < options.Pairs; pair++)
        {
            // Who begins takes turns as well.
            var early = pair % 2 == 0 ? await WorkerAsync(options.Turn) : await LimitAsync();
            var late = pair % 2 == 0 ? await LimitAsync() : await WorkerAsync(options.Turn);
            var (worker, least) = pair % 2 == 0 ? (early, late) : (late, early);
            pairs.Add((worker.Microseconds, least.Microseconds));
            Say($"{pair + 1,5}{worker.Microseconds,11:F2}{least.Microseconds,10:F2}{worker.Microseconds / least.Microseconds,8:F2}{worker.PacketsPerSecond,10:F0}{least.PacketsPerSecond,10:F0}{worker.PacketsPerMessage,12:F2}{least.PacketsPerMessage,11:F2}");
        }

        var ratio = Median(pairs.Select(pair => pair.Worker / pair.Limit));
        var steal = 100 * MachineUsage.Read().StealShareSince(before);
        Say($"median: worker {Median(pairs.Select(pair => pair.Worker)):F2} us, limit {Median(pairs.Select(pair => pair.Limit)):F2} us, ratio {ratio:F2}; steal {steal:F1} %");

        Task<LimitTurn> WorkerAsync(TimeSpan time) => LimitTurn.MeasureAsync(
            local.WorkerProcess,
            () => crowd.Counters.Sum(counters => counters.PacketsOut),
            plays => crowd.Tell((peer, now) =>
            {
                if (plays)
                {
                    peer.Resume(now);
                }
                else
                {
                    peer.Pause();
                }
            }),
            time,
            cancellation);

        Task<LimitTurn> LimitAsync() =>
            LimitTurn.MeasureAsync(limit.ProcessId, () => stage.Received, stage.Play, options.Turn, cancellation);
    }

    /// <summary>One camera and its viewers, all with a picture; the camera rests.</summary>
    private static async Task<Crowd> GatherAsync(LoadOptions show, RestClient rest, CancellationToken cancellation)
    {
        var crowd = new Crowd(rest, await rest.CreateRoomAsync(cancellation), show);
        var cast = new Cast(show);
        var camera = cast.Hosts().ConvertAll(host => host with { Speaks = null });
        await crowd.JoinAsync(camera, TimeSpan.Zero, cancellation);
        await crowd.JoinAsync(
            cast.Viewers(show.Preset.Viewers),
            TimeSpan.FromSeconds(show.Preset.Viewers / show.Preset.JoinsPerSecond),
            cancellation);
        await Reach.Async(() => crowd.Playing == show.Preset.Viewers, Patience, cancellation);
        if (crowd.Playing < show.Preset.Viewers)
        {
            throw new InvalidOperationException(
                $"Only {crowd.Playing} of {show.Preset.Viewers} viewers have a picture. {crowd.LastFailure}");
        }

        crowd.Tell((peer, _) => peer.Pause());
        return crowd;
    }

    private void Say(FormattableString line) => screen.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
