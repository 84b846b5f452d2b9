using System.Buffers.Binary;
using System.Net;
using System.Text;
using CsCheck;
using Serverless.Rtc.Stun;
using Serverless.Rtc.Tests.Fuzz;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Stun;

public sealed class StunMessageTests
{
    private static readonly byte[] TransactionId = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    public static TheoryData<string> Vectors => Rfc5769.Names;

    [Fact]
    public void Reads_the_request_of_RFC_5769_section_2_1()
    {
        Assert.True(StunMessage.TryParse(Rfc5769.Request, out var message));
        Assert.True(message.IsBindingRequest);
        Assert.Equal("evtj:h6vY", Encoding.ASCII.GetString(message.Username));
        Assert.Equal(0x6E0001FFu, message.Priority);
        Assert.Equal(0x932FF9B151263B36ul, message.IceControlled);
        Assert.Null(message.IceControlling);
        Assert.False(message.UseCandidate);
        Assert.Null(message.UnknownRequired);
        Assert.Equal("B7E7A701BC34D686FA87DFAE", Convert.ToHexString(message.TransactionId));
    }

    [Theory]
    [InlineData("2.2", "192.0.2.1")]
    [InlineData("2.3", "2001:db8:1234:5678:11:2233:4455:6677")]
    public void Reads_the_responses_of_RFC_5769(string section, string address)
    {
        Assert.True(StunMessage.TryParse(Rfc5769.ByName(section), out var message));
        Assert.Equal(StunClass.SuccessResponse, message.Class);
        Assert.Equal(StunMethod.Binding, message.Method);
        Assert.True(message.TryGetMappedAddress(out var mapped));
        Assert.Equal(new IPEndPoint(IPAddress.Parse(address), 32853), mapped.ToEndPoint());
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Integrity_and_fingerprint_of_RFC_5769_hold(string section)
    {
        Assert.True(StunMessage.TryParse(Rfc5769.ByName(section), out var message));
        Assert.True(message.HasValidIntegrity(Rfc5769.Password));
        Assert.True(message.HasValidFingerprint());
        Assert.False(message.HasValidIntegrity("another password"u8));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Any_flipped_bit_breaks_the_frame_or_the_fingerprint(string section)
    {
        var original = Rfc5769.ByName(section);
        for (var bit = 0; bit < original.Length * 8; bit++)
        {
            var bytes = original.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(StunMessage.TryParse(bytes, out var message) && message.HasValidFingerprint());
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Any_flipped_bit_before_integrity_breaks_it(string section)
    {
        var original = Rfc5769.ByName(section);
        for (var bit = 0; bit < (original.Length - 8) * 8; bit++)
        {
            var bytes = original.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(StunMessage.TryParse(bytes, out var message) && message.HasValidIntegrity(Rfc5769.Password));
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_truncated_message_is_refused(string section) =>
        Assert.All(
            Bytes.Truncations(Rfc5769.ByName(section)), bytes => Assert.False(StunMessage.TryParse(bytes, out _)));

    [Fact]
    public void A_message_cut_at_an_attribute_with_a_matching_length_parses_without_what_was_cut()
    {
        var bytes = Rfc5769.Request[..(20 + 20 + 8)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), 28);
        Assert.True(StunMessage.TryParse(bytes, out var message));
        Assert.NotNull(message.Priority);
        Assert.False(message.HasIntegrity);
        Assert.False(message.HasValidIntegrity(Rfc5769.Password));
        Assert.False(message.HasValidFingerprint());
    }

    [Fact]
    public void Attributes_after_integrity_are_ignored()
    {
        // USE-CANDIDATE behind the HMAC is not the sender's word (RFC 8489 §14.5).
        var bytes = Sealed((ref StunWriter writer) =>
        {
            writer.WriteIntegrity(Rfc5769.Password);
            writer.WriteUseCandidate();
        });
        Assert.True(StunMessage.TryParse(bytes, out var message));
        Assert.True(message.HasValidIntegrity(Rfc5769.Password));
        Assert.False(message.UseCandidate);
    }

    [Fact]
    public void Nothing_may_follow_the_fingerprint()
    {
        var bytes = Sealed((ref StunWriter writer) =>
        {
            writer.WriteFingerprint();
            writer.WriteUseCandidate();
        });
        Assert.False(StunMessage.TryParse(bytes, out _));
    }

    [Fact]
    public void An_unknown_attribute_counts_only_when_comprehension_is_required()
    {
        byte[] required = [.. Frame(8), 0x00, 0x33, 0, 4, 1, 2, 3, 4];
        Assert.True(StunMessage.TryParse(required, out var message));
        Assert.Equal((ushort)0x0033, message.UnknownRequired);

        // 0xC057, network cost, which Chromium sends.
        byte[] optional = [.. Frame(8), 0xC0, 0x57, 0, 4, 1, 2, 3, 4];
        Assert.True(StunMessage.TryParse(optional, out message));
        Assert.Null(message.UnknownRequired);
    }

    [Theory]
    [InlineData(0x0024, 3)]
    [InlineData(0x0025, 4)]
    [InlineData(0x8029, 4)]
    [InlineData(0x802A, 12)]
    [InlineData(0x0008, 16)]
    [InlineData(0x0020, 12)]
    [InlineData(0x0009, 3)]
    public void A_known_attribute_of_the_wrong_length_is_refused(int type, int length)
    {
        var padded = (length + 3) & ~3;
        byte[] bytes = [.. Frame(4 + padded), (byte)(type >> 8), (byte)type, 0, (byte)length, .. new byte[padded]];
        Assert.False(StunMessage.TryParse(bytes, out _));
    }

    [Fact]
    public void What_the_writer_writes_the_reader_reads() =>
        Gen.Select(Gen.Byte.Array[12], Gen.UInt, Gen.ULong, Gen.Bool, Gen.Select(Gen.ULong, Gen.ULong, Gen.UShort))
            .Sample((id, priority, tieBreaker, nominate, address) =>
            {
                var udp = new UdpAddress(address.Item1, address.Item2, address.Item3);
                var buffer = new byte[256];
                var writer = new StunWriter(buffer, StunClass.Request, id);
                writer.WriteUsername("server"u8, "client"u8);
                writer.WritePriority(priority);
                writer.WriteIceControlling(tieBreaker);
                writer.WriteXorMappedAddress(udp);
                writer.WriteErrorCode(487, "Role Conflict");
                if (nominate)
                {
                    writer.WriteUseCandidate();
                }

                writer.WriteIntegrity(Rfc5769.Password);
                writer.WriteFingerprint();
                Assert.True(StunMessage.TryParse(buffer.AsSpan(0, writer.Length), out var message));
                Assert.True(message.TransactionId.SequenceEqual(id));
                Assert.True(message.Username.SequenceEqual("server:client"u8));
                Assert.Equal(priority, message.Priority);
                Assert.Equal(tieBreaker, message.IceControlling);
                Assert.Equal(nominate, message.UseCandidate);
                Assert.Equal(487, message.ErrorCode);
                Assert.True(message.TryGetMappedAddress(out var mapped));
                Assert.Equal(udp, mapped);
                Assert.True(message.HasValidIntegrity(Rfc5769.Password));
                Assert.True(message.HasValidFingerprint());
            });

    [Fact]
    public void A_message_that_does_not_fit_has_no_length()
    {
        for (var room = 0; room < 20 + 12 + 24 + 8; room++)
        {
            var writer = new StunWriter(new byte[room], StunClass.SuccessResponse, TransactionId);
            writer.WriteXorMappedAddress(UdpAddress.FromIPv4(1, 2));
            writer.WriteIntegrity(Rfc5769.Password);
            writer.WriteFingerprint();
            Assert.Equal(0, writer.Length);
        }
    }

    [Theory]
    [InlineData(StunClass.Request, 0x0001)]
    [InlineData(StunClass.Indication, 0x0011)]
    [InlineData(StunClass.SuccessResponse, 0x0101)]
    [InlineData(StunClass.ErrorResponse, 0x0111)]
    public void Class_and_method_share_the_type_field(StunClass messageClass, int type)
    {
        Assert.Equal((ushort)type, StunHeader.Type(messageClass, StunMethod.Binding));
        Assert.Equal(messageClass, StunHeader.Class((ushort)type));
        Assert.Equal(StunMethod.Binding, StunHeader.Method((ushort)type));
    }

    [Fact]
    [FuzzTarget(typeof(StunMessage))]
    public void Survives_random_and_mutated_bytes() =>
        Fuzzer.Run([Rfc5769.Request, Rfc5769.ResponseIPv4, Rfc5769.ResponseIPv6], static bytes =>
        {
            if (StunMessage.TryParse(bytes, out var message))
            {
                _ = (message.Priority, message.IceControlled, message.IceControlling, message.ErrorCode);
                _ = message.Username.Length + message.TransactionId.Length;
                _ = message.TryGetMappedAddress(out _);
                _ = message.HasValidFingerprint() || message.HasValidIntegrity(Rfc5769.Password);
            }
        });

    private delegate void Compose(ref StunWriter writer);

    private static byte[] Sealed(Compose compose)
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunClass.Request, TransactionId);
        compose(ref writer);
        return buffer[..writer.Length];
    }

    private static byte[] Frame(int length) => [0x00, 0x01, 0, (byte)length, 0x21, 0x12, 0xA4, 0x42, .. TransactionId];
}
