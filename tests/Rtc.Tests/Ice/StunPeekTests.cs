using System.Text;
using Serverless.Rtc.Ice;
using Serverless.Rtc.Tests.Fuzz;
using Serverless.Rtc.Tests.Stun;

namespace Serverless.Rtc.Tests.Ice;

public sealed class StunPeekTests
{
    [Fact]
    public void Finds_the_ufrag_before_the_colon()
    {
        Assert.True(StunPeek.TryReadLocalUfrag(Rfc5769.Request, out var ufrag));
        Assert.Equal("evtj", Encoding.ASCII.GetString(ufrag));
    }

    [Fact]
    public void A_message_without_username_or_without_colon_has_none()
    {
        Assert.False(StunPeek.TryReadLocalUfrag(Rfc5769.ResponseIPv4, out _));
        var noColon = Rfc5769.Request.ToArray();
        noColon[Array.IndexOf(noColon, (byte)':')] = (byte)';';
        Assert.False(StunPeek.TryReadLocalUfrag(noColon, out _));
    }

    [Fact]
    public void A_cut_before_the_end_of_the_username_hides_it()
    {
        var end = Array.IndexOf(Rfc5769.Request, (byte)'Y', 60) + 1;
        for (var length = 0; length < end; length++)
        {
            Assert.False(StunPeek.TryReadLocalUfrag(Rfc5769.Request.AsSpan(0, length), out _));
        }

        Assert.True(StunPeek.TryReadLocalUfrag(Rfc5769.Request.AsSpan(0, end), out _));
    }

    [Fact]
    [FuzzTarget(typeof(StunPeek))]
    public void Survives_random_and_mutated_bytes() =>
        Fuzzer.Run([Rfc5769.Request, Rfc5769.ResponseIPv6], static bytes =>
            Assert.True(!StunPeek.TryReadLocalUfrag(bytes, out var ufrag) || ufrag.Length > 0));
}
