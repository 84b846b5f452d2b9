using Serverless.Rtc.Dtls;
using Serverless.Rtc.Sdp;

namespace Serverless.Rtc.Tests.Sdp;

/// <summary>
/// One connection of Chromium through the offers it made: two more slots, then two sections stopped, then one recycled.
/// </summary>
public sealed class RenegotiationTests
{
    private readonly Negotiated _first =
        Answering.Answer(OfferFixtures.Text("chromium-renegotiation-more-slots"), Answering.Publisher);

    private readonly Negotiated _stopped;

    private readonly Negotiated _recycled;

    public RenegotiationTests()
    {
        _stopped = Answering.Answer(
            OfferFixtures.Text("chromium-renegotiation-stopped"), Answering.Publisher, _first, firstSsrc: 2000);
        _recycled = Answering.Answer(
            OfferFixtures.Text("chromium-renegotiation-recycled"), Answering.Publisher, _stopped, firstSsrc: 3000);
    }

    [Fact]
    public void Sections_that_stay_keep_slot_sources_and_payload_types()
    {
        var kept = Slots(_first).Where(pair => Slots(_stopped).ContainsKey(pair.Key)).ToList();

        Assert.Equal(8, kept.Count);
        Assert.All(kept, pair => Assert.Equal(pair.Value, Slots(_stopped)[pair.Key]));
        Assert.Equal(_first.Sections[1].Codecs, _stopped.Sections[1].Codecs);
    }

    [Fact]
    public void A_stopped_section_is_mirrored_and_gone()
    {
        Assert.Equal(_first.SectionCount, _stopped.SectionCount);
        Assert.Equal(["2", "7"], Mids(_first).Except(Mids(_stopped)));
        Assert.StartsWith("video 0 ", Answering.Section(_stopped.Sdp, 2)[0], StringComparison.Ordinal);
        Assert.Contains("a=group:BUNDLE 0 1 3 4 5 6 8 9 10 11 12\r\n", _stopped.Sdp, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recycled_section_takes_the_freed_slot_with_new_sources()
    {
        var slot = Slots(_recycled)["13"];

        Assert.Equal(2, _recycled.Sections.Single(section => section.Mid == "13").Index);
        Assert.Equal((0, 3000u, (uint?)3001u, "pair-0"), (slot.Index, slot.Ssrc, slot.RtxSsrc, slot.StreamId));
    }

    [Fact]
    public void The_version_of_the_answer_rises()
    {
        Assert.Equal([1ul, 2ul, 3ul], new[] { _first, _stopped, _recycled }.Select(negotiated => negotiated.Version));
        Assert.Contains("o=- 77 3 IN", _recycled.Sdp, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_may_not_vanish() =>
        Assert.Equal(
            SdpErrorCode.InvalidSdp,
            Answering.Refuse(OfferFixtures.Text("chromium-publisher"), Answering.Publisher, _first).Code);

    [Fact]
    public void A_slot_that_pauses_gets_the_same_sources_back()
    {
        var offer = OfferFixtures.Text("chromium-viewer");
        var paused = Patch(offer, 3, "a=recvonly", "a=inactive");
        var before = Answering.Answer(offer, Answering.Viewer);

        var during = Answering.Answer(paused, Answering.Viewer, before, firstSsrc: 2000);
        var after = Answering.Answer(offer, Answering.Viewer, during, firstSsrc: 3000);

        Assert.Equal(Slots(before)["3"], Assert.IsType<InactiveSection>(during.Sections[3]).ReservedSlot);
        Assert.Equal(Slots(before), Slots(after));
    }

    [Fact]
    public void A_publisher_that_pauses_comes_back()
    {
        var offer = OfferFixtures.Text("chromium-publisher");
        var before = Answering.Answer(offer, Answering.Publisher);

        var during = Answering.Answer(Patch(offer, 2, "a=sendonly", "a=inactive"), Answering.Publisher, before);
        var after = Answering.Answer(offer, Answering.Publisher, during);

        Assert.IsType<InactiveSection>(during.Sections[2]);
        Assert.IsType<ReceiveSection>(after.Sections[2]);
    }

    [Fact]
    public void A_publisher_that_lost_the_right_goes_silent()
    {
        var offer = OfferFixtures.Text("chromium-publisher-viewer");
        var before = Answering.Answer(offer, Answering.Publisher);

        var after = Answering.Answer(offer, Answering.Viewer, before);

        Assert.Equal(
            "Inactive Inactive Inactive Inactive Send Send Send Send Send Send Send",
            string.Join(' ', after.Sections.Select(section => section.Direction)));
        Assert.Equal(Slots(before), Slots(after));
    }

    /// <summary>addTrack takes any sender that was never used, also that of a receive slot.</summary>
    [Fact]
    public void AddTrack_on_a_slot_leaves_it_a_slot()
    {
        var offer = OfferFixtures.Text("chromium-addtrack-on-slot");
        Assert.Equal(SdpDirection.SendRecv, Answering.Parse(offer).Media[0].Direction);
        var before = Answering.Answer(
            offer.Replace("a=sendrecv", "a=recvonly", StringComparison.Ordinal), Answering.Publisher);

        var after = Answering.Answer(offer, Answering.Publisher, before);

        Assert.Equal(Slots(before), Slots(after));
    }

    [Fact]
    public void A_payload_type_in_use_is_kept_though_another_would_suit_better()
    {
        const string Plain = "packetization-mode=1;profile-level-id=42001f";
        const string Better = "packetization-mode=1;profile-level-id=42e01f";
        var before = Answering.Answer(H264("101", ("101", Plain)), Answering.Viewer);

        var after = Answering.Answer(H264("102 101", ("101", Plain), ("102", Better)), Answering.Viewer, before);

        Assert.Equal(101, after.Sections[0].Codecs[0].PayloadType);

        static string H264(string formats, params (string PayloadType, string Fmtp)[] codecs) => OfferText.Video(
            "recvonly",
            formats,
            [.. codecs.Select(codec =>
                $"a=rtpmap:{codec.PayloadType} H264/90000\r\na=fmtp:{codec.PayloadType} {codec.Fmtp}")]);
    }

    [Fact]
    public void The_dtls_role_stays()
    {
        var passive = OfferText.Publisher().Replace("actpass", "passive", StringComparison.Ordinal);
        var before = Answering.Answer(passive, Answering.Publisher);

        Assert.Equal(DtlsRole.Client, Answering.Answer(OfferText.Publisher(), Answering.Publisher, before).DtlsRole);
        Assert.Equal(
            SdpErrorCode.UnsupportedSetup,
            Answering.Refuse(
                OfferText.Publisher().Replace("actpass", "active", StringComparison.Ordinal),
                Answering.Publisher,
                before).Code);
    }

    private static Dictionary<string, SendSlot> Slots(Negotiated negotiated) =>
        negotiated.Sections.OfType<SendSection>().ToDictionary(section => section.Mid, section => section.Slot);

    private static IEnumerable<string> Mids(Negotiated negotiated) =>
        negotiated.Sections.Select(section => section.Mid);

    /// <summary>Replaces a line in one section.</summary>
    private static string Patch(string sdp, int section, string line, string replacement)
    {
        var parts = sdp.Split("\r\nm=");
        Assert.Contains(line, parts[section + 1], StringComparison.Ordinal);
        parts[section + 1] = parts[section + 1].Replace(line, replacement, StringComparison.Ordinal);
        return string.Join("\r\nm=", parts);
    }
}
