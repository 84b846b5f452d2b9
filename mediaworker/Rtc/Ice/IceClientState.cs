namespace Serverless.Rtc.Ice;

public enum IceClientState
{
    /// <summary>Looking for a remote address that answers.</summary>
    Checking,

    /// <summary>One was nominated and gives consent.</summary>
    Connected,

    /// <summary>
    /// None answered in time, or consent was lost. Final: the caller starts anew with fresh credentials.
    /// </summary>
    Failed,
}
