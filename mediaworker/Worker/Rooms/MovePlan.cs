namespace Serverless.Worker.Rooms;

/// <summary>
/// When each participant of a room that moves is asked to resume: those on the stage at once, so that viewers find pictures; the
/// viewers after them, spread by chance, so that two thousand do not come in the same moment.
/// </summary>
internal static class MovePlan
{
    /// <summary>A resume takes about half of it.</summary>
    public static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(700);

    /// <summary>500 resumes a second: what a worker accepts without falling behind on media.</summary>
    public static readonly TimeSpan PerViewer = TimeSpan.FromMilliseconds(2);

    public static readonly TimeSpan LongestSpread = TimeSpan.FromSeconds(5);

    /// <param name="onStage">Whether others wait for this one's picture.</param>
    /// <param name="viewers">How many come after the stage.</param>
    /// <param name="chance">From 0 to below 1.</param>
    public static TimeSpan Delay(bool onStage, int viewers, double chance)
    {
        if (onStage)
        {
            return TimeSpan.Zero;
        }

        var spread = viewers * PerViewer;
        return HeadStart + (chance * (spread < LongestSpread ? spread : LongestSpread));
    }
}
