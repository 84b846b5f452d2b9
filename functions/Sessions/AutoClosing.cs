using Serverless.Contracts.Signaling;
using Serverless.Functions.Rooms;

namespace Serverless.Functions.Sessions;

/// <summary>Ends sessions whose room's <c>autoCloseConfig</c> says so.</summary>
internal sealed class AutoClosing(RoomStore rooms, SessionEnding ending, TimeProvider time)
{
    /// <returns>Whether the session's time was over.</returns>
    public async Task<bool> CloseIfDueAsync(string roomId, Occupancy session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (session.ClosesAt is not { } due || now < due)
        {
            return false;
        }

        if (session.ClosesRoom && await rooms.GetAsync(roomId, cancellationToken) is { } room)
        {
            await rooms.SetDisabledAsync(room, disabled: true, now, cancellationToken);
        }

        await ending.EndAsync(roomId, session.SessionId, LeaveReason.RoomClosed, cancellationToken);
        return true;
    }
}
