namespace Serverless.Local.PubSub.Hub;

/// <summary>Why the service closes a socket.</summary>
internal readonly record struct CloseReason(CloseCode Code, string Text)
{
    public static readonly CloseReason RecoveryRefused =
        new(CloseCode.PolicyViolation, "The session cannot be recovered.");
    public static readonly CloseReason BufferFull =
        new(CloseCode.PolicyViolation, "The reliable message buffer is full.");
    public static readonly CloseReason SlowClient = new(CloseCode.PolicyViolation, "SlowClient");
    public static readonly CloseReason BinaryFrame =
        new(CloseCode.UnsupportedData, "Binary frames are not part of this subprotocol.");
    public static readonly CloseReason NotPermitted =
        new(CloseCode.PolicyViolation, "The connection may not send to this group.");

    public static CloseReason EventFailed(string problem) => new(CloseCode.InternalError, problem);

    public static CloseReason TooBig(int limit) => new(CloseCode.TooBig, $"A message is limited to {limit} bytes.");

    public static CloseReason BadFrame(string problem) => new(CloseCode.InvalidPayload, problem);
}
