namespace Serverless.Interop.Linux;

public enum AcceptResult
{
    Accepted,

    NobodyWaits,

    /// <summary>Somebody was there and is gone; another may wait.</summary>
    Lost,

    /// <summary>No descriptors or memory are left. Trying again makes sense after some time only.</summary>
    Exhausted,
}
