using Serverless.Worker.Functions;
using Serverless.Worker.Health;
using Serverless.Worker.Media;
using Serverless.Worker.Signaling;

namespace Serverless.Worker.Rooms;

/// <summary>What all rooms of a worker share.</summary>
internal sealed record RoomServices(
    IMediaPlane Media,
    IControlPlane Functions,
    ISignaling Signaling,
    TimeProvider Time,
    Drops Drops,
    ILogger<LiveRoom> Logger);
