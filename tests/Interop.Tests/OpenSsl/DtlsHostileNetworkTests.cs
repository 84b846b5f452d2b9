using System.Buffers.Binary;
using CsCheck;
using Serverless.Interop.OpenSsl;
using Serverless.Rtc.Dtls;

namespace Serverless.Interop.Tests.OpenSsl;

public sealed class DtlsHostileNetworkTests : IDisposable
{
    private readonly OpenSslDtlsFactory _factory = new(TimeProvider.System, DtlsPair.QuickRetransmission);

    public void Dispose() => _factory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Loss_duplication_and_reordering_only_delay_a_handshake(int seed)
    {
        using var pair = new DtlsPair(_factory, _factory);
        var random = new Random(seed);
        var overtaken = new byte[]?[2];
        pair.Deliver = (toServer, datagram) =>
        {
            ref var held = ref overtaken[toServer ? 1 : 0];
            switch (random.Next(5))
            {
                case 0:
                    return [];
                case 1:
                    return [datagram, datagram];
                case 2 when held is null:
                    held = datagram;
                    return [];
                default:
                    byte[][] both = held is null ? [datagram] : [datagram, held];
                    held = null;
                    return both;
            }
        };

        Assert.True(pair.RunUntil(() => pair.BothConnected), $"{pair.Client.FailureReason} | {pair.Server.FailureReason}");
        Assert.Equal(pair.Client.Result.Outbound.Key, pair.Server.Result.Inbound.Key);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_single_lost_datagram_is_sent_again(int lost)
    {
        using var pair = new DtlsPair(_factory, _factory);
        var sent = 0;
        pair.Deliver = (_, datagram) => sent++ == lost ? [] : [datagram];

        Assert.True(pair.RunUntil(() => pair.BothConnected));
        Assert.InRange(sent, 5, 20);
    }

    [Fact]
    public void A_client_hello_cut_into_two_datagrams_is_put_together()
    {
        using var pair = new DtlsPair(_factory, _factory);
        var isFirst = true;
        pair.Deliver = (_, datagram) =>
        {
            if (!isFirst)
            {
                return [datagram];
            }

            isFirst = false;
            return SplitClientHello(datagram);
        };

        Assert.True(pair.RunUntil(() => pair.BothConnected));
    }

    [Fact]
    public void Garbage_before_and_during_a_handshake_does_no_harm()
    {
        using var pair = new DtlsPair(_factory, _factory);
        var random = new Random(99);
        pair.Deliver = (_, datagram) =>
        {
            var garbage = new byte[random.Next(1, 200)];
            random.NextBytes(garbage);

            // No handshake, alert or other type that DTLS 1.2 knows: what gets past a demultiplexer by accident.
            garbage[0] = (byte)random.Next(30, 64);
            return [garbage, datagram, datagram[..(datagram.Length / 2)]];
        };

        Assert.True(pair.RunUntil(() => pair.BothConnected));
    }

    [Fact]
    public void Bytes_that_look_like_records_never_throw() =>
        Gen.Select(Gen.Int[20, 25], Gen.Byte.Array[0, 300], Gen.Bool).Sample(
            (type, body, asClient) =>
            {
                using var engine = _factory.CreateEngine(asClient ? DtlsRole.Client : DtlsRole.Server, DtlsPair.Now);
                engine.HandleDatagram(DtlsPair.Now, Record(type, body));
                DtlsPair.Drain(engine);
                engine.HandleTimeout(DtlsPair.Now);
                return engine.State is DtlsState.Handshaking or DtlsState.Failed
                    && (engine.State == DtlsState.Failed) == (engine.FailureReason is not null);
            },
            iter: 2000);

    [Fact]
    public void A_mutated_handshake_connects_or_fails_but_never_throws() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 1199], Gen.Int[1, 255]).Sample(
            (victim, position, change) =>
            {
                using var pair = new DtlsPair(_factory, _factory);
                var sent = 0;
                pair.Deliver = (_, datagram) =>
                {
                    if (sent++ == victim)
                    {
                        datagram[position % datagram.Length] ^= (byte)change;
                    }

                    return [datagram];
                };


                // A changed hello ends in two transcripts that never agree, so stop after some retransmissions.
                return pair.RunUntil(() =>
                    pair.BothConnected
                    || pair.Client.State == DtlsState.Failed
                    || pair.Server.State == DtlsState.Failed
                    || sent > 12);
            },
            iter: 60);

    [Fact]
    public void Each_wait_for_an_answer_is_longer_than_the_last()
    {
        using var client = _factory.CreateEngine(DtlsRole.Client, DtlsPair.Now);
        Assert.Single(DtlsPair.Drain(client));
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 3; i++)
        {
            waits.Add(client.NextTimeout - DtlsPair.Now);
            while (DtlsPair.Drain(client).Count == 0)
            {
                client.HandleTimeout(DtlsPair.Now);
            }
        }

        Assert.Equal(waits.Order(), waits);
        Assert.Equal(DtlsState.Handshaking, client.State);
    }

    private static byte[] Record(int type, byte[] body)
    {
        var record = new byte[13 + body.Length];
        record[0] = (byte)type;
        record[1] = 0xFE;
        record[2] = 0xFD;
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(11), (ushort)body.Length);
        body.CopyTo(record, 13);
        return record;
    }

    /// <summary>As Chrome does when its hello exceeds a datagram: two records with a fragment each (RFC 6347 §4.2.3).</summary>
    private static byte[][] SplitClientHello(byte[] datagram)
    {
        const int recordHeader = 13;
        const int messageHeader = 12;
        var message = datagram.AsSpan(recordHeader);
        var body = message[messageHeader..];
        var half = body.Length / 2;
        return [Fragment(0, half), Fragment(half, body.Length - half)];

        byte[] Fragment(int offset, int length)
        {
            var fragment = new byte[recordHeader + messageHeader + length];
            datagram.AsSpan(0, recordHeader + messageHeader).CopyTo(fragment);
            fragment[10] += (byte)(offset == 0 ? 0 : 1);
            BinaryPrimitives.WriteUInt16BigEndian(fragment.AsSpan(11), (ushort)(messageHeader + length));
            BinaryPrimitives.WriteUInt16BigEndian(fragment.AsSpan(recordHeader + 7), (ushort)offset);
            BinaryPrimitives.WriteUInt16BigEndian(fragment.AsSpan(recordHeader + 10), (ushort)length);
            datagram.AsSpan(recordHeader + messageHeader + offset, length)
                .CopyTo(fragment.AsSpan(recordHeader + messageHeader));
            return fragment;
        }
    }
}
