using CsCheck;
using Serverless.Load.Measure;

namespace Serverless.Load.Tests;

public sealed class HistogramTests
{
    [Fact]
    public void A_percentile_is_never_below_the_true_one_and_at_most_a_thirty_second_part_above() =>
        Gen.Select(Gen.Long[0, 1L << 40].Array[1, 200], Gen.Double[0, 1]).Sample((values, quantile) =>
        {
            var histogram = new Histogram();
            Array.ForEach(values, histogram.Add);
            var rank = Math.Max(1, (int)Math.Ceiling(quantile * values.Length));
            var exact = values.Order().ElementAt(rank - 1);

            var measured = histogram.Quantile(quantile)!.Value;

            Assert.InRange(measured, exact, exact + (exact / 32) + 1);
        });

    [Fact]
    public void What_was_counted_since_a_copy_is_told_apart()
    {
        var histogram = new Histogram();
        histogram.Add(1_000_000);
        var before = histogram.Copy();
        histogram.Add(5);
        histogram.Add(5);

        var since = histogram.Since(before);

        Assert.Equal(2, since.Count);
        Assert.Equal(5, since.Quantile(1));
        Assert.Equal(3, histogram.Count);
    }

    [Fact]
    public void Nothing_counted_has_no_percentile() => Assert.Null(new Histogram().Quantile(0.5));
}
