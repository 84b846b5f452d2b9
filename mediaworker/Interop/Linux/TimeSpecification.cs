namespace Serverless.Interop.Linux;

/// <summary>struct timespec on 64-bit Linux.</summary>
internal struct TimeSpecification
{
    public long Seconds;
    public long Nanoseconds;
}
