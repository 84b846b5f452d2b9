using System.Globalization;
using System.Text;

namespace Serverless.Load.Measure;

/// <summary>The report for people.</summary>
internal static class Summary
{
    public static string Of(Report report)
    {
        var text = new StringBuilder();
        Line($"\n{report.Preset}: {report.Hosts} hosts, {report.Viewers} viewers, {report.Cipher ?? "no cipher"}; {report.Machine}");
        Line($"joined {report.Joined}, refused {report.JoinFailures}, failed {report.Failed}, playing {report.Playing}, {report.JoinsPerSecond:F0} joins/s");
        if (report.NotConnected + report.WithoutMedia + report.WithoutPicture > 0)
        {
            Line($"not playing: {report.NotConnected} not connected, {report.WithoutMedia} without media, {report.WithoutPicture} without a picture");
        }

        if (report.LastJoinFailure is { } failure)
        {
            Line($"last refusal: {failure}");
        }

        Line($"join call    p50 {report.JoinP50:F0}  p99 {report.JoinP99:F0} ms");
        Line($"first frame  p50 {report.FirstFrameP50:F0}  p95 {report.FirstFrameP95:F0}  p99 {report.FirstFrameP99:F0} ms; key frames asked for {report.KeyFrameRequests}");
        Line($"packets not authentic {report.NotAuthentic}");
        if (report.WorkerRssMib is { } memory)
        {
            Line($"worker       {memory:F0} MiB, {report.RssKibPerViewer:F1} KiB per viewer");
        }

        Line($"{"phase",-11}{"s",5}{"out",5}{"in/s",8}{"out/s",9}{"deliv%",8}{"kbps",7}{"p50 ms",8}{"p99",8}{"p99.9",8}{"early99",9}{"us/pkt",8}{"B/pkt",7}{"worker",8}{"gen",6}{"other",7}{"steal%",8}");
        foreach (var phase in report.Phases)
        {
            Line($"{phase.Name,-11}{phase.Seconds,5:F0}{phase.SecondsLeftOut,5}{phase.PacketsInPerSecond,8:F0}{phase.PacketsOutPerSecond,9:F0}{phase.DeliveredPercent,8:F2}{phase.KbpsPerViewer,7:F0}{phase.DelayP50,8:F2}{phase.DelayP99,8:F2}{phase.DelayP999,8:F2}{phase.EarlyDelayP99,9:F2}{phase.WorkerMicrosecondsPerPacket,8:F2}{phase.AllocatedBytesPerPacket,7:F2}{phase.WorkerCpu,8:F2}{phase.GeneratorCpu,6:F2}{phase.OtherCpu,7:F2}{phase.StealPercent,8:F1}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
