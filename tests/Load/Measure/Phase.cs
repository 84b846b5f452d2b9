namespace Serverless.Load.Measure;

/// <summary>A named part of the run, and its seconds.</summary>
internal sealed record Phase(string Name, Totals From, Totals To, IReadOnlyList<Interval> Seconds);
