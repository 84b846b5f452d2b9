using CsCheck;
using Serverless.Functions.Whip;

namespace Serverless.Functions.Tests.Whip;

public sealed class WhipParserTests
{
    private static readonly string[] Lines =
    [
        "m=audio 9 UDP/TLS/RTP/SAVPF 111", "m=video 0 x", "m=", "m=application 9 a b", "a=mid:", "a=mid:0", "a=sendrecv",
        "a=sendonly", "a=recvonly", "a=inactive", "a=ice-ufrag:abcd", "a=ice-pwd:asd88fgpdd777uzjYhagZg", "a=", "=", "", "\r",
    ];

    private static readonly Gen<string> Line =
        Gen.Frequency((9, Gen.Int[0, Lines.Length - 1].Select(index => Lines[index])), (1, Gen.String));

    private static readonly Gen<string> Text = Gen.Select(Gen.Bool, Line.Array[0, 12]).Select((isSdp, lines) =>
        (isSdp ? "v=0\r\n" : string.Empty) + string.Join("\r\n", lines));

    [Fact]
    public void WH4_a_watching_offer_sends_nothing_and_stays_as_it_is() => Text.Sample(text =>
    {
        var offer = WebRtcOffer.Parse(text);
        if (offer.Failed)
        {
            return;
        }

        var watching = offer.Value.ToWatching();
        var again = WebRtcOffer.Parse(watching).Value!;
        Assert.Equal(watching, again.ToWatching());
        Assert.Equal(offer.Value.Receives, again.Receives);
        Assert.Equal(offer.Value.Ufrag, again.Ufrag);
        Assert.DoesNotContain("a=sendrecv", watching, StringComparison.Ordinal);
        Assert.InRange(offer.Value.Publish().Count, 0, 2);
    });

    [Fact]
    public void WH6_a_fragment_has_both_credentials_or_none() => Text.Sample(text =>
    {
        if (IceFragment.Parse(text) is { } fragment)
        {
            Assert.Equal(fragment.Ufrag is null, fragment.Pwd is null);
            Assert.True(fragment.Pwd is null or { Length: >= 22 and <= 256 });
        }
    });
}
