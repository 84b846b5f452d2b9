namespace Serverless.Contracts.Signaling;

/// <summary>
/// The room has another worker now: resume, make before break. The old transport carries on until its worker closes it, so a
/// host keeps publishing there for those who have not moved yet.
/// </summary>
/// <param name="Reason"><c>drain</c>: the worker goes away. <c>superseded</c>: it lost the room to another, having been unreachable.</param>
/// <param name="DeadlineSeconds">From now; then the old worker forwards no more.</param>
public sealed record MoveMessage(string Reason, int DeadlineSeconds) : WorkerMessage
{
    public const string Drain = "drain";
    public const string Superseded = "superseded";
}
