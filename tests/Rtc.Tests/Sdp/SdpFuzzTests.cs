using CsCheck;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Tests.Fuzz;

namespace Serverless.Rtc.Tests.Sdp;

/// <summary>
/// Whatever a peer writes is refused or answered, never thrown at; and an answer never has more lines of substance than
/// the server
/// meant it to have. Mutations start from real offers, so that they get past the first checks.
/// </summary>
public sealed class SdpFuzzTests
{
    private const int Seconds = 3;

    private static readonly string[] Offers = [.. OfferFixtures.Names.Select(OfferFixtures.Text)];

    private static readonly string[] Hostile =
    [
        "", "\0", "\r", "\n", "\t", " ", "  ", ":", "=", "/", ";", ",", "~", "*", "-1", "0", "65", "127", "128", "256",
        "4294967295", "4294967296", "99999999999999999999", "%00", "é", "\ud800", "\u2028", "<",
        "a=mid:", "\r\na=ice-lite",
        "a=rid:h send", "a=simulcast:send h", "a=inactive", "a=bundle-only", "a=group:BUNDLE 0 0 1", "a=fmtp:96 apt=96",
        "a=fmtp:97 apt=97", "a=rtpmap:96 rtx/90000", "a=ssrc-group:FID 1 1", "a=ssrc:1 cname:x",
        "m=video 9 UDP/TLS/RTP/SAVPF 96", "v=0", "m=",
    ];

    private static readonly Gen<(int Kind, int At, int Length, int Hostile)> Mutation =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 100_000], Gen.Int[0, 40], Gen.Int[0, Hostile.Length - 1]);

    [Fact]
    [FuzzTarget(typeof(SessionDescription))]
    public void Mutated_offers_are_refused_or_answered()
    {
        var answered = 0;
        Gen.Select(OneOf(Offers), Mutation.Array[1, 12], Gen.Bool, OneOf(Offers))
            .Sample(
                (offer, mutations, mayPublish, previous) =>
                {
                    if (Survive(mutations.Aggregate(offer, Mutate), mayPublish, previous))
                    {
                        Interlocked.Increment(ref answered);
                    }
                },
                time: Seconds);

        // Mutations that never get as far as an answer would prove nothing about answering.
        Assert.True(answered > 10, $"{answered} mutated offers were answered");
    }

    [Fact]
    public void Random_lines_are_refused_or_answered()
    {
        string[] lines = [.. Offers.SelectMany(offer => offer.Split("\r\n")).Concat(Hostile).Distinct()];

        Gen.Select(OneOf(lines).Array[0, 60], Gen.Bool)
            .Sample(
                (chosen, mayPublish) =>
                {
                    Survive("v=0\r\n" + string.Join("\r\n", chosen), mayPublish, Offers[0]);
                },
                time: Seconds);
    }

    [Fact]
    public void Random_text_is_refused() =>
        Gen.String.Sample(text => Assert.False(SessionDescription.TryParse(text, out _, out _)), time: 1);

    [Fact]
    public void Nothing_that_a_peer_names_can_add_a_line_to_the_answer()
    {
        string[] places =
        [
            "a=mid:0{0}", "a=rid:h{0} send", "a=simulcast:send h{0}", "a=fmtp:96 x=1{0}", "a=rtpmap:97 VP8{0}/90000",
            "a=fmtp:111 111/111{0}", "m=video{0} 9 UDP/TLS/RTP/SAVPF 96", "m=video 9 UDP{0}/TLS/RTP/SAVPF 96",
            "m=video 9 x y{0}", "a=ice-ufrag:abcd{0}", "a=group:BUNDLE 0{0}",
        ];
        string[] separators = ["\r", "\n", "\r\n", "\u2028", "\u0085", "\v", "\f", "\0"];
        var injections =
            from place in places
            from separator in separators
            select OfferText.Publisher(place.Replace("{0}", separator + "a=injected", StringComparison.Ordinal));

        foreach (var offer in injections)
        {
            if (SessionDescription.TryParse(offer, out var parsed, out _)
                && SdpAnswerer.TryAnswer(
                    parsed,
                    Answering.Publisher with { AllowSimulcast = true },
                    Answering.Local(),
                    null,
                    out var negotiated,
                    out _))
            {
                Assert.DoesNotContain("injected", negotiated.Sdp, StringComparison.Ordinal);
            }
        }
    }

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static string Mutate(string text, (int Kind, int At, int Length, int Hostile) mutation)
    {
        var at = text.Length == 0 ? 0 : mutation.At % text.Length;
        var length = Math.Min(mutation.Length, text.Length - at);
        var lines = text.Split("\r\n");
        var line = mutation.At % lines.Length;
        return mutation.Kind switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, Hostile[mutation.Hostile]),
            2 => text.Insert(at, text.Substring(at, length)),
            3 => string.Join("\r\n", lines.Where((_, index) => index != line)),
            4 => string.Join("\r\n", [.. lines[..line], lines[mutation.Length % lines.Length], .. lines[line..]]),
            _ => string.Join("\r\n", [.. lines[..line], Hostile[mutation.Hostile], .. lines[line..]]),
        };
    }

    /// <summary>True when there was an answer.</summary>
    private static bool Survive(string text, bool mayPublish, string previousOffer)
    {
        var policy = new AnswerPolicy
        {
            MayPublish = mayPublish,
            AllowSimulcast = true,
            PublishCodecs = Enum.GetValues<CodecKind>(),
            ViewCodecs = Enum.GetValues<CodecKind>(),
        };
        if (!SessionDescription.TryParse(text, out var offer, out var error))
        {
            Assert.NotEqual("", error.Code);
            return false;
        }

        var previous = Answering.Answer(previousOffer, policy);
        var answered = false;
        foreach (var before in new[] { null, previous })
        {
            if (SdpAnswerer.TryAnswer(offer, policy, Answering.Local(5000), before, out var negotiated, out _))
            {
                answered = true;
                var answer = Answering.Parse(negotiated.Sdp);
                Assert.Equal(offer.Media.Count, answer.Media.Count);
                Assert.Equal(offer.Media.Select(media => media.Mid), answer.Media.Select(media => media.Mid));
                Assert.True(ClientAnswer.TryRead(answer, out var read, out var unreadable), unreadable?.ToString());
                Assert.Equal(
                    negotiated.Sections.Select(section => section.Mid), read.Sections.Select(section => section.Mid));
            }
        }

        return answered;
    }
}
