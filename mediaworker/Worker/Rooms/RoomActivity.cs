namespace Serverless.Worker.Rooms;

/// <summary>What a room has begun and not ended, at one moment.</summary>
/// <param name="IsBusy">Actions wait in its mailbox.</param>
/// <param name="Work">Calls to others whose results become actions.</param>
internal sealed record RoomActivity(bool IsBusy, IReadOnlyList<Task> Work);
