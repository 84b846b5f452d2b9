using System.Security.Cryptography;
using CsCheck;
using Serverless.Interop.Gcm;
using Serverless.Rtc.Srtp;

namespace Serverless.Interop.Tests.Srtp;

/// <summary>Each cipher against the class library's own implementation of the same primitive.</summary>
public sealed class CipherTests
{
    private static readonly SrtpCiphers Ciphers = new();

    private static readonly Gen<byte[]> Key = Gen.Byte.Array[16];
    private static readonly Gen<byte[]> Payload = Gen.Byte.Array[0, 1500];

    [Fact]
    public void The_key_stream_of_counter_mode_matches_rfc3711_appendix_B2()
    {
        using var cipher = Ciphers.Create(
            SrtpProfile.AesCm128HmacSha1_80,
            Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C"),
            new byte[20]);
        var keyStream = new byte[48];

        cipher.Seal(Convert.FromHexString("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), [], keyStream, [], new byte[10]);

        Assert.Equal(
            "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0",
            Convert.ToHexString(keyStream));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gcm_agrees_with_the_class_library(bool processorGcm)
    {
        var ciphers = new SrtpCiphers(processorGcm);
        Gen.Select(Key, Gen.Byte.Array[12], Gen.Byte.Array[0, 40], Payload).Sample(
            (key, iv, associated, plain) =>
            {
                var expected = new byte[plain.Length];
                var expectedTag = new byte[16];
                using var reference = new AesGcm(key, 16);
                reference.Encrypt(iv, plain, expected, expectedTag, associated);

                using var cipher = ciphers.Create(SrtpProfile.AeadAes128Gcm, key, []);
                var payload = plain.ToArray();
                var tag = new byte[16];
                cipher.Seal(iv, associated, payload, [], tag);
                var isSame = payload.AsSpan().SequenceEqual(expected) && tag.AsSpan().SequenceEqual(expectedTag);

                // The same instance turns to opening and back: one context serves both directions.
                var isOpened = cipher.TryOpen(iv, associated, payload, [], tag) && payload.AsSpan().SequenceEqual(plain);
                cipher.Seal(iv, associated, payload, [], tag);
                return isSame && isOpened && payload.AsSpan().SequenceEqual(expected);
            },
            iter: 3000);
    }

    [Fact]
    public void The_longest_text_s_counter_has_no_carry_and_a_longer_one_is_refused()
    {
        const int Longest = 31 * 128;
        using var cipher = Ciphers.Create(SrtpProfile.AeadAes128Gcm, new byte[16], []);
        using var reference = new AesGcm(new byte[16], 16);
        var (payload, expected, tag, expectedTag) = (new byte[Longest], new byte[Longest], new byte[16], new byte[16]);
        reference.Encrypt(new byte[12], payload, expected, expectedTag);

        cipher.Seal(new byte[12], [], payload, [], tag);

        Assert.Equal(expected, payload);
        Assert.Equal(expectedTag, tag);
        if (Ciphers.UsesProcessorGcm)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => cipher.Seal(new byte[12], [], new byte[Longest + 1], [], tag));
        }
    }

    [Fact]
    public void The_processor_s_gcm_passes_its_own_test() =>
        Assert.Equal(ProcessorGcmCipher.IsSupported, Ciphers.UsesProcessorGcm);

    [Fact]
    public void Counter_mode_s_tag_agrees_with_the_class_library() =>
        Gen.Select(Key, Gen.Byte.Array[20], Gen.Byte.Array[16], Gen.Byte.Array[12], Payload, Gen.Byte.Array[4]).Sample(
            (key, authenticationKey, iv, associated, plain, suffix) =>
            {
                using var cipher = Ciphers.Create(SrtpProfile.AesCm128HmacSha1_80, key, authenticationKey);
                var payload = plain.ToArray();
                var tag = new byte[10];
                cipher.Seal(iv, associated, payload, suffix, tag);
#pragma warning disable CA5350 // RFC 3711 §4.2.1 prescribes SHA-1.
                var expected = HMACSHA1.HashData(authenticationKey, associated.Concat(payload).Concat(suffix).ToArray());
#pragma warning restore CA5350
                return tag.AsSpan().SequenceEqual(expected.AsSpan(0, 10))
                    && cipher.TryOpen(iv, associated, payload, suffix, tag)
                    && payload.AsSpan().SequenceEqual(plain);
            },
            iter: 500);

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AesCm128HmacSha1_80)]
    public void One_flipped_bit_anywhere_in_a_packet_is_noticed(SrtpProfile profile)
    {
        using var sender = new SrtpSender(profile, SrtpKeys.Arbitrary(profile), Ciphers);
        using var receiver = new SrtpReceiver(profile, SrtpKeys.Arbitrary(profile), Ciphers);
        var buffer = new byte[60 + SrtpSender.MaximumRtpOverhead];
        buffer[0] = 0x80;
        var length = sender.ProtectRtp(buffer, headerLength: 12, 60, rollOver: 0);

        for (var bit = 0; bit < length * 8; bit++)
        {
            var packet = buffer[..length];
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(SrtpResult.AuthenticationFailed, receiver.UnprotectRtp(packet, 12, out _, out _));
        }

        Assert.Equal(SrtpResult.Ok, receiver.UnprotectRtp(buffer.AsSpan(0, length), 12, out _, out _));
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AesCm128HmacSha1_80)]
    public void A_packet_after_the_roll_over_needs_the_right_counter(SrtpProfile profile)
    {
        using var sender = new SrtpSender(profile, SrtpKeys.Arbitrary(profile), Ciphers);
        using var receiver = new SrtpReceiver(profile, SrtpKeys.Arbitrary(profile), Ciphers);

        Assert.Equal(SrtpResult.Ok, Unprotect(receiver, Protect(sender, 0xFFFF, rollOver: 0), out _));
        Assert.Equal(SrtpResult.AuthenticationFailed, Unprotect(receiver, Protect(sender, 1, rollOver: 0), out _));
        Assert.Equal(SrtpResult.Ok, Unprotect(receiver, Protect(sender, 1, rollOver: 1), out var extended));
        Assert.Equal(0x1_0001, extended);

        // A retransmission from before the wrap.
        Assert.Equal(SrtpResult.Ok, Unprotect(receiver, Protect(sender, 0xFFFE, rollOver: 0), out extended));
        Assert.Equal(0xFFFE, extended);
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AesCm128HmacSha1_80)]
    public void No_packet_allocates(SrtpProfile profile)
    {
        using var sender = new SrtpSender(profile, SrtpKeys.Arbitrary(profile), Ciphers);
        using var receiver = new SrtpReceiver(profile, SrtpKeys.Arbitrary(profile), Ciphers);
        var buffer = new byte[1200];
        Exchange(sender, receiver, buffer, from: 0, to: 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(sender, receiver, buffer, from: 100, to: 1100);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Exchange(SrtpSender sender, SrtpReceiver receiver, byte[] buffer, int from, int to)
    {
        for (var sequence = from; sequence < to; sequence++)
        {
            buffer[2] = (byte)(sequence >> 8);
            buffer[3] = (byte)sequence;
            var length = sender.ProtectRtp(buffer, headerLength: 12, 1100, rollOver: 0);
            var rtp = receiver.UnprotectRtp(buffer.AsSpan(0, length), 12, out _, out _);
            length = sender.ProtectRtcp(buffer, 100);
            var rtcp = receiver.UnprotectRtcp(buffer.AsSpan(0, length), out _);
            if (rtp != SrtpResult.Ok || rtcp != SrtpResult.Ok)
            {
                throw new InvalidOperationException($"{sequence}: {rtp}, {rtcp}");
            }
        }
    }

    private static byte[] Protect(SrtpSender sender, ushort sequence, uint rollOver)
    {
        var buffer = new byte[40 + SrtpSender.MaximumRtpOverhead];
        buffer[2] = (byte)(sequence >> 8);
        buffer[3] = (byte)sequence;
        return buffer[..sender.ProtectRtp(buffer, headerLength: 12, 40, rollOver)];
    }

    private static SrtpResult Unprotect(SrtpReceiver receiver, byte[] packet, out long extendedSequence) =>
        receiver.UnprotectRtp(packet, 12, out _, out extendedSequence);
}
