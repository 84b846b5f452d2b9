namespace Serverless.Contracts.Internal;

/// <summary>
/// POST /internal/rooms/{roomId}/ice on a worker, by functions: the client of a transport restarts ICE (RFC 8445 §9) and
/// has no other way to say so. 404 with room_not_found or not_found where the room or the transport is not there.
/// </summary>
/// <param name="ConnectionKey">Whose transport.</param>
/// <param name="Ufrag">The client's new user fragment.</param>
/// <param name="Pwd">The client's new password.</param>
public sealed record RestartIceRequest(string ConnectionKey, string Ufrag, string Pwd);
