using System.Text.Json;
using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>
/// How many log entries go into one message. Counting them is not enough: 2,000 characters that JSON escapes are 12 KB, and the
/// service closes the connection of a worker that sends a frame above 1 MB.
/// </summary>
internal static class FrameShare
{
    /// <summary>Bytes of entries in one message; the rest of the 1 MB is for the roster.</summary>
    public const int LongestEntries = 256 * 1024;

    /// <summary>The first of <paramref name="entries"/> that fit together; at least one, so that nothing waits for ever.</summary>
    /// <param name="entries">Oldest first.</param>
    /// <param name="most">At most so many.</param>
    public static IReadOnlyList<LogEntry> Of(IEnumerable<LogEntry> entries, int most)
    {
        List<LogEntry> fitting = [];
        var length = 0;
        foreach (var entry in entries.Take(most))
        {
            length += JsonSerializer.SerializeToUtf8Bytes(entry, SignalingJson.Default.LogEntry).Length;
            if (length > LongestEntries && fitting.Count > 0)
            {
                break;
            }

            fitting.Add(entry);
        }

        return fitting;
    }
}
