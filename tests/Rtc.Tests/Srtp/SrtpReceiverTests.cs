using System.Buffers.Binary;
using CsCheck;
using Serverless.Rtc.Srtp;

namespace Serverless.Rtc.Tests.Srtp;

public sealed class SrtpReceiverTests : IDisposable
{
    private const int HeaderLength = 12;
    private const int PayloadLength = 20;

    private static readonly SrtpMasterKey Key = new(new byte[16], new byte[12]);

    private readonly SrtpSender _sender = new(SrtpProfile.AeadAes128Gcm, Key, new FakeCiphers());
    private readonly SrtpReceiver _receiver = new(SrtpProfile.AeadAes128Gcm, Key, new FakeCiphers());

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }

    [Fact]
    public void Sequence_numbers_extend_through_loss_reordering_and_wraps()
    {
        // Two neighbouring gaps together stay below half a cycle, the most that RFC 3711 §3.3.1 can tell apart.
        var steps = Gen.Frequency((8, Gen.Int[1, 20]), (1, Gen.Int[1000, 16000])).Array[50, 300];
        Gen.Select(Gen.Int[0, 65535], steps, Gen.Int[0, 1 << 30]).Sample(
            (first, distances, seed) =>
            {
                using var receiver = new SrtpReceiver(SrtpProfile.AeadAes128Gcm, Key, new FakeCiphers());
                var indices = new List<long> { first };
                foreach (var distance in distances)
                {
                    indices.Add(indices[^1] + distance);
                }

                var random = new Random(seed);
                var highest = -1L;
                foreach (var index in SwapNeighbours(indices, random))
                {
                    var packet = Protect(ssrc: 7, index);
                    var result = receiver.UnprotectRtp(packet, HeaderLength, out _, out var extended);
                    var isTooOld = highest - index >= ReplayWindow.Length;
                    if (result != (isTooOld ? SrtpResult.Replayed : SrtpResult.Ok) || (!isTooOld && extended != index))
                    {
                        return false;
                    }

                    highest = Math.Max(highest, index);
                }

                return true;
            },
            iter: 100);
    }

    [Fact]
    public void A_replayed_packet_is_refused_and_changes_nothing()
    {
        Assert.Equal(SrtpResult.Ok, Unprotect(Protect(1, 10)));

        Assert.Equal(SrtpResult.Replayed, Unprotect(Protect(1, 10)));
        Assert.Equal(SrtpResult.Ok, Unprotect(Protect(1, 9)));
        Assert.Equal(SrtpResult.Ok, Unprotect(Protect(1, 11)));
    }

    [Fact]
    public void A_forged_packet_does_not_use_up_its_sequence_number()
    {
        var forged = Protect(1, 10);
        forged[^1] ^= 1;

        Assert.Equal(SrtpResult.AuthenticationFailed, Unprotect(forged));
        Assert.Equal(SrtpResult.Ok, Unprotect(Protect(1, 10)));
    }

    [Fact]
    public void A_forged_packet_far_ahead_does_not_move_the_window()
    {
        Assert.Equal(SrtpResult.Ok, Unprotect(Protect(1, 10)));
        var forged = Protect(1, 30_000);
        forged[HeaderLength] ^= 1;

        Assert.Equal(SrtpResult.AuthenticationFailed, Unprotect(forged));
        Assert.Equal(SrtpResult.Ok, Unprotect(Protect(1, 9)));
    }

    [Fact]
    public void Garbage_under_many_ssrcs_takes_no_source_s_place()
    {
        for (uint ssrc = 0; ssrc < 1000; ssrc++)
        {
            var forged = Protect(ssrc, 1);
            forged[^1] ^= 1;
            Assert.Equal(SrtpResult.AuthenticationFailed, Unprotect(forged));
        }

        Assert.Equal(SrtpResult.Ok, Unprotect(Protect(5000, 1)));
    }

    [Fact]
    public void More_sources_than_allowed_are_refused_and_the_known_ones_go_on()
    {
        for (uint ssrc = 0; ssrc < SrtpReceiver.MaximumSources; ssrc++)
        {
            Assert.Equal(SrtpResult.Ok, Unprotect(Protect(ssrc, 1)));
        }

        Assert.Equal(SrtpResult.TooManySources, Unprotect(Protect(1000, 1)));
        Assert.Equal(SrtpResult.Ok, Unprotect(Protect(SrtpReceiver.MaximumSources - 1, 2)));
        Assert.Equal(SrtpResult.Ok, UnprotectRtcp(ProtectRtcp(1000)));
    }

    [Fact]
    public void Sources_do_not_share_a_window()
    {
        Assert.Equal(SrtpResult.Ok, Unprotect(Protect(1, 10)));
        Assert.Equal(SrtpResult.Ok, Unprotect(Protect(2, 10)));
    }

    [Fact]
    public void A_replayed_rtcp_packet_is_refused()
    {
        var packet = ProtectRtcp(1);
        var copy = packet.ToArray();

        Assert.Equal(SrtpResult.Ok, UnprotectRtcp(packet));
        Assert.Equal(SrtpResult.Replayed, UnprotectRtcp(copy));
        Assert.Equal(SrtpResult.Ok, UnprotectRtcp(ProtectRtcp(1)));
    }

    [Fact]
    public void Unencrypted_rtcp_is_refused()
    {
        var packet = ProtectRtcp(1);
        packet[^4] &= 0x7F;

        Assert.Equal(SrtpResult.AuthenticationFailed, UnprotectRtcp(packet));
    }

    [Fact]
    public void Bytes_of_any_length_and_content_are_survived() =>
        Gen.Select(Gen.Byte.Array[0, 80], Gen.Int[-1, 90]).Sample(
            (bytes, headerLength) =>
                _receiver.UnprotectRtp(bytes, headerLength, out _, out _) != SrtpResult.Ok
                && _receiver.UnprotectRtcp(bytes, out _) != SrtpResult.Ok);

    private static IEnumerable<long> SwapNeighbours(List<long> indices, Random random)
    {
        // The first stays first: it fixes the roll-over counter at zero for both sides.
        for (var i = 1; i + 1 < indices.Count; i += 2)
        {
            if (random.Next(3) == 0)
            {
                (indices[i], indices[i + 1]) = (indices[i + 1], indices[i]);
            }
        }

        return indices;
    }

    private byte[] Protect(uint ssrc, long index)
    {
        var packet = new byte[HeaderLength + PayloadLength + SrtpSender.MaximumRtpOverhead];
        packet[0] = 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)index);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        var length = _sender.ProtectRtp(packet, HeaderLength, HeaderLength + PayloadLength, (uint)(index >> 16));
        return packet[..length];
    }

    private byte[] ProtectRtcp(uint ssrc)
    {
        const int plainLength = 28;
        var packet = new byte[plainLength + SrtpSender.MaximumRtcpOverhead];
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return packet[.._sender.ProtectRtcp(packet, plainLength)];
    }

    private SrtpResult Unprotect(byte[] packet) => _receiver.UnprotectRtp(packet, HeaderLength, out _, out _);

    private SrtpResult UnprotectRtcp(byte[] packet) => _receiver.UnprotectRtcp(packet, out _);
}
