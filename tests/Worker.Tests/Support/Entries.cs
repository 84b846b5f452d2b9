using System.Text.Json;
using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Tests.Support;

internal static class Entries
{
    public static LogEntry Chat(long seq, string name, string id, string text = "hi") => new()
    {
        Seq = seq,
        Id = id,
        At = new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero),
        Kind = "chat",
        From = new Sender($"u-{name}", name),
        Data = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["text"] = text }),
    };

    public static IEnumerable<LogEntry> Chats(int count) =>
        Enumerable.Range(1, count).Select(seq => Chat(seq, "old", $"o-{seq}"));
}
