namespace Serverless.Local.PubSub.Hub;

/// <summary>WebSocket close codes of RFC 6455 section 7.4.1 that the service uses.</summary>
internal enum CloseCode
{
    Normal = 1000,
    GoingAway = 1001,
    UnsupportedData = 1003,
    InvalidPayload = 1007,
    PolicyViolation = 1008,
    TooBig = 1009,
    InternalError = 1011,
}
