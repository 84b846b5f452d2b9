namespace Serverless.Interop.OpenSsl;

/// <summary>struct timeval on 64-bit Linux.</summary>
internal struct TimeValue
{
    public long Seconds;
    public long Microseconds;
}
