using System.Text.Json;
using Serverless.Contracts.Internal;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Functions;

namespace Serverless.Worker.Rooms;

/// <summary>
/// Chat on its way into the log: who may speak, one append at a time, and only then the acknowledgement and the feed (rule
/// FD4). While functions are down it says so at once instead of collecting what it may never store.
/// </summary>
internal sealed class RoomChat(RoomContext context, RoomLog log, RoomOutbox outbox, RoomFeed feed, Action zombie)
{
    public const int LongestText = 2000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private bool _busy;
    private TimeSpan _unavailableUntil;

    public void Submit(Member member, ChatMessage chat)
    {
        var now = context.Now;
        var name = new EntryName(member.Ticket.ParticipantId, chat.Id);
        if (!member.Ticket.MayChat)
        {
            outbox.Refuse(member.Key, ErrorCodes.ChatForbidden, "You may not write in this chat.", chat.Id);
        }
        else if (chat.Id.Length is 0 or > ClientMessageParser.LongestId)
        {
            outbox.Refuse(member.Key, ErrorCodes.InvalidMessage, "An id has 1 to 100 characters.");
        }
        else if (chat.Text.Length is 0 or > LongestText)
        {
            outbox.Refuse(member.Key, ErrorCodes.InvalidMessage, "A text has 1 to 2,000 characters.", chat.Id);
        }
        else if (log.Memory.SeqOf(name) is { } seq)
        {
            outbox.To(member.Key, new AckMessage(chat.Id, seq));
        }
        else if (log.IsPending(name))
        {
            // Its acknowledgement comes when it is durable, once.
        }
        else if (!member.Budget.Chat.TryTake(now))
        {
            outbox.Refuse(
                member.Key, ErrorCodes.ChatTooFast, "You write too fast.", chat.Id, member.Budget.Chat.Wait(now));
        }
        else if (now < _unavailableUntil || log.IsFull)
        {
            FailFor(member.Key, chat.Id, RetryAfter);
        }
        else
        {
            log.Add(new PendingEntry(member.Key, SenderOf(member), chat.Id, context.UtcNow, "chat", DataOf(chat)));
        }
    }

    /// <summary>Starts the next append, if something waits and none is under way.</summary>
    public void Advance()
    {
        if (_busy)
        {
            return;
        }

        var entries = log.TakeBatch();
        if (entries.Count == 0)
        {
            return;
        }

        _busy = true;
        var request = new AppendLogRequest(context.Identity.Epoch, log.Memory.LastSeq, entries);
        context.Loop.Start(
            cancellation => context.Functions.AppendLogAsync(context.Identity.RoomId, request, cancellation),
            ifFailed: AppendResult.Unavailable,
            Answered);
    }

    /// <summary>Tells everybody whose message is not known to be durable that it failed.</summary>
    public void Refuse()
    {
        _unavailableUntil = context.Now + RetryAfter;
        foreach (var entry in log.Refuse())
        {
            FailFor(entry.ConnectionKey, entry.Id, RetryAfter);
        }
    }

    private static Sender SenderOf(Member member) => new(member.Ticket.ParticipantId, member.Ticket.DisplayName);

    private static JsonElement DataOf(ChatMessage chat) =>
        JsonSerializer.SerializeToElement(new ChatData(chat.Text), ChatDataJson.Default.ChatData);

    private void Answered(AppendResult result)
    {
        _busy = false;
        switch (result)
        {
            case AppendResult.Appended:
                Settle(log.Appended());
                break;
            case AppendResult.StaleSequence:
                ReadOn();
                break;
            case AppendResult.StaleEpoch:
                Refuse();
                zombie();
                break;
            case AppendResult.Unavailable:
                Refuse();
                break;
        }
    }

    private void ReadOn()
    {
        _busy = true;
        context.Loop.Start(
            cancellation => context.Functions.ReadLogAsync(
                context.Identity.RoomId, log.Memory.LastSeq, LogMemory.Entries, cancellation),
            ifFailed: null,
            ReadOn);
    }

    private void ReadOn(LogPage? page)
    {
        _busy = false;
        if (page is null || page.LastSeq <= log.Memory.LastSeq || page.Entries.Count == 0)
        {
            // Unreadable, or stale without anything new: asking again at once would go round in a circle.
            Refuse();
            return;
        }

        Settle(log.Merge(page));
        if (page.LastSeq > log.Memory.LastSeq)
        {
            ReadOn();
        }
    }

    private void Settle(IReadOnlyList<RoomLog.Settled> settled)
    {
        foreach (var (entry, said) in settled)
        {
            if (said is not null)
            {
                outbox.To(said.ConnectionKey, new AckMessage(entry.Id, entry.Seq));
            }
        }

        feed.Add(settled.Select(one => one.Entry));
    }

    private void FailFor(string connectionKey, string id, TimeSpan retryAfter) =>
        outbox.Fail(connectionKey, ErrorCodes.LogUnavailable, "Chat is not available right now.", id, retryAfter);
}
