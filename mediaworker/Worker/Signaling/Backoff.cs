namespace Serverless.Worker.Signaling;

/// <summary>Growing pauses between attempts, each spread over half its length, so that many workers do not come back at once.</summary>
/// <param name="first">The longest first pause.</param>
/// <param name="longest">No pause is longer.</param>
/// <param name="random">Gives numbers from 0 to below 1.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Func<double> random)
{
    private int _doublings;

    public TimeSpan Next()
    {
        var full = first * (1 << _doublings);
        if (full < longest)
        {
            _doublings++;
        }
        else
        {
            full = longest;
        }

        return full * (0.5 + (random() / 2));
    }

    public void Reset() => _doublings = 0;
}
