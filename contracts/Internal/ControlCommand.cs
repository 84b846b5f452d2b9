using System.Text.Json.Serialization;
using Serverless.Contracts.Signaling;

namespace Serverless.Contracts.Internal;

/// <summary>POST /internal/rooms/{roomId}/control on a worker, by functions. 204; 404 with room_not_found where the room is not open.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(EndRoomCommand), "end")]
[JsonDerivedType(typeof(CloseParticipantCommand), "close")]
[JsonDerivedType(typeof(AnnounceEntryCommand), "entry")]
public abstract record ControlCommand;

/// <summary>Everybody out.</summary>
public sealed record EndRoomCommand(LeaveReason Reason) : ControlCommand;

/// <summary>One join ends; an unknown key is no error.</summary>
public sealed record CloseParticipantCommand(string ConnectionKey, LeaveReason Reason) : ControlCommand;

/// <summary>Tell the room's moderators about the lobby.</summary>
public sealed record AnnounceEntryCommand(EntryMessage Entry) : ControlCommand;
