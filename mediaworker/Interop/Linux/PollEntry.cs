namespace Serverless.Interop.Linux;

/// <summary>struct pollfd.</summary>
internal struct PollEntry
{
    public int File;
    public short Events;
    public short Returned;
}
