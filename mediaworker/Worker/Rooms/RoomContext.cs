using Serverless.Worker.Functions;
using Serverless.Worker.Media;
using Serverless.Worker.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>What every part of a room may use.</summary>
internal sealed class RoomContext(
    RoomIdentity identity,
    IMediaPlane media,
    IControlPlane functions,
    ISignaling signaling,
    TimeProvider time,
    RoomLoop loop)
{
    private readonly long _opened = time.GetTimestamp();

    public RoomIdentity Identity => identity;

    public IMediaPlane Media => media;

    public IControlPlane Functions => functions;

    public ISignaling Signaling => signaling;

    public RoomLoop Loop => loop;

    /// <summary>Since the room opened here: what deadlines and rates count in.</summary>
    public TimeSpan Now => time.GetElapsedTime(_opened);

    /// <summary>The wall clock, for what is stored or shown.</summary>
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
