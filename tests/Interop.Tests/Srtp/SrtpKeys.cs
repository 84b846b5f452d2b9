using Serverless.Rtc.Srtp;

namespace Serverless.Interop.Tests.Srtp;

internal static class SrtpKeys
{
    /// <summary>A master key whose bytes mean nothing.</summary>
    public static SrtpMasterKey Arbitrary(SrtpProfile profile) => new(
        [.. Enumerable.Range(1, 16).Select(i => (byte)(i * 7))],
        [.. Enumerable.Range(1, profile == SrtpProfile.AeadAes128Gcm ? 12 : 14).Select(i => (byte)(i * 11))]);
}
