namespace Serverless.Load.Measure;

/// <summary>A named part of the run, and its seconds.</summary>
/// <param name="AllocatedBytes">Of objects that the worker made meanwhile; null when it was not asked.</param>
internal sealed record Phase(string Name, Totals From, Totals To, IReadOnlyList<Interval> Seconds, long? AllocatedBytes = null);
