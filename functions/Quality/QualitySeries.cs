namespace Serverless.Functions.Quality;

/// <summary>
/// Row <c>p-{hash of participantId}</c> or <c>session</c> in partition <c>{sessionId}</c> of table <c>quality</c>. It never grows
/// beyond its limit: when it is full, each two neighbours become one, so that long sessions are seen from farther away.
/// </summary>
/// <param name="Samples">Oldest first.</param>
internal sealed record QualitySeries(IReadOnlyList<QualitySample> Samples)
{
    public QualitySeries With(QualitySample sample, int limit)
    {
        var samples = Samples.Count < limit ? Samples : Halve(Samples);
        return new QualitySeries([.. samples, sample]);
    }

    private static IReadOnlyList<QualitySample> Halve(IReadOnlyList<QualitySample> samples) =>
        [.. samples.Chunk(2).Select(pair => pair.Aggregate((a, b) => a.With(b)))];
}
