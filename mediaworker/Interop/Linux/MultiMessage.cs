namespace Serverless.Interop.Linux;

/// <summary>struct mmsghdr: a message, and how many bytes of it went through.</summary>
internal struct MultiMessage
{
    public MessageHeader Header;
    public uint Length;
}
