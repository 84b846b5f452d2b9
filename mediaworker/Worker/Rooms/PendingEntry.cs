using System.Text.Json;
using Serverless.Contracts.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>Something said that is not in the log yet.</summary>
internal sealed record PendingEntry(string ConnectionKey, Sender From, string Id, DateTimeOffset At, string Kind, JsonElement Data)
{
    public EntryName Name => new(From.ParticipantId, Id);

    public LogEntry Numbered(long seq) =>
        new() { Seq = seq, Id = Id, At = At, Kind = Kind, From = From, Data = Data };
}

/// <summary>What makes an entry the same one when it is repeated (rule FD6).</summary>
internal readonly record struct EntryName(string ParticipantId, string Id)
{
    public static EntryName Of(LogEntry entry) => new(entry.From.ParticipantId, entry.Id);
}
