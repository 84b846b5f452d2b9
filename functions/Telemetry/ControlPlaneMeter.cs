using System.Diagnostics.Metrics;

namespace Serverless.Functions.Telemetry;

/// <summary>What the control plane counts beside HTTP itself. No label names a person, a room or a tenant.</summary>
internal static class ControlPlaneMeter
{
    public const string Name = "Serverless.Functions";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Problems = Meter.CreateCounter<long>(
        "serverless.problems", "{problem}", "Failures that callers were told, by code.");

    private static readonly Histogram<double> JoinStages = Meter.CreateHistogram<double>(
        "serverless.join.stage.duration", "ms", "How long each stage of a join took.");

    public static void CountProblem(string code, int status) =>
        Problems.Add(1, new("code", code), new KeyValuePair<string, object?>("http.response.status_code", status));

    public static void MeasureJoinStage(string stage, double milliseconds) =>
        JoinStages.Record(milliseconds, new KeyValuePair<string, object?>("stage", stage));
}
