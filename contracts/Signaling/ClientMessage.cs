using System.Text.Json.Serialization;

namespace Serverless.Contracts.Signaling;

/// <summary>What a client sends: <c>chat</c> to <c>room.{id}.up</c>, everything else to <c>room.{id}.sig</c>. See docs/protocol.md.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PublishMessage), "publish")]
[JsonDerivedType(typeof(OfferMessage), "offer")]
[JsonDerivedType(typeof(SyncMessage), "sync")]
[JsonDerivedType(typeof(WatchMessage), "watch")]
[JsonDerivedType(typeof(PinMessage), "pin")]
[JsonDerivedType(typeof(StatsRequest), "stats")]
[JsonDerivedType(typeof(AliveMessage), "alive")]
[JsonDerivedType(typeof(LeaveMessage), "leave")]
[JsonDerivedType(typeof(ChatMessage), "chat")]
public abstract record ClientMessage;

/// <summary>The sender's own tracks, all of them: repeating it changes nothing.</summary>
public sealed record PublishMessage(IReadOnlyList<TrackState> Tracks) : ClientMessage;

/// <summary>A new offer for the same transport (other sections, ICE restart). Answered by <see cref="AnswerMessage"/> with the same id.</summary>
public sealed record OfferMessage(string Id, string Sdp, IReadOnlyList<PublishSection> Publish) : ClientMessage;

/// <summary>Asks for a <see cref="SnapshotMessage"/>: the client saw a gap or has a new socket.</summary>
public sealed record SyncMessage(long AfterSeq) : ClientMessage;

/// <summary>Asks once for the worker's side of the sender's media; answered by <see cref="StatsMessage"/> with the same id.</summary>
/// <param name="Id">1 to 100 characters.</param>
public sealed record StatsRequest(string Id) : ClientMessage;

/// <summary>Every 10 s from a participant without media, whom no ICE check keeps alive.</summary>
public sealed record AliveMessage : ClientMessage;

/// <summary>The participant goes, for good.</summary>
public sealed record LeaveMessage : ClientMessage;

/// <param name="Id">Made by the client; a repeat of the same id is acknowledged again, not stored again.</param>
/// <param name="Text">1 to 2,000 characters.</param>
public sealed record ChatMessage(string Id, string Text) : ClientMessage;
