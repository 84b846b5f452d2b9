using Serverless.Rtc.Ice;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu;
using Serverless.Rtc.Sfu.Crossing;
using Serverless.Rtc.Tests.Sfu.Crossing;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu;

public sealed class ForwardingAllocatesNothingTests : IDisposable
{
    private const int Viewers = 8;
    private const int BatchSize = 4;
    private const uint CameraSsrc = 4711;

    private static readonly UdpAddress HostAddress = UdpAddress.FromIPv4(0x0A00_0002, 1000);

    private readonly ITestOutputHelper _output;
    private readonly CountingSink _sink = new();
    private readonly List<MediaEngine> _engines = [];
    private readonly Random _numbers = new(1);
    private readonly byte[] _packet = new byte[1000];
    private CodecStream _stream = new(CodecKind.Vp8);
    private Instant _now = new(1_000_000);

    public ForwardingAllocatesNothingTests(ITestOutputHelper output) => _output = output;

    public static TheoryData<CodecKind> Codecs => [.. Enum.GetValues<CodecKind>()];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Forwarding_and_its_timers_allocate_no_byte_once_warm(CodecKind codec)
    {
        _stream = new CodecStream(codec);
        Add(0, []);
        Host(_engines[0]);
        Watch(_engines[0], Viewers);
        ExpectNothingAllocated(BatchSize * Viewers);
    }

    [Fact]
    public void Nor_does_the_crossing_to_another_engine_and_forwarding_there()
    {
        var (there, back) = (new TestWay(), new TestWay());
        Add(0, [TestWay.Neighbour(1, there, back)]);
        Add(1, [TestWay.Neighbour(0, back, there)]);
        Host(_engines[0]);
        Watch(_engines[0], Viewers / 2);
        Watch(_engines[1], Viewers / 2);
        ExpectNothingAllocated(BatchSize * Viewers);
    }

    public void Dispose() => _engines.ForEach(engine => engine.Dispose());

    private void Add(int shard, IReadOnlyList<INeighbour> neighbours) => _engines.Add(new MediaEngine(
        new MediaEngineConfig(0) { Shard = shard, Neighbours = neighbours },
        new InstantDtls(),
        new PlainCiphers(),
        _sink,
        new SilentEvents(),
        _numbers.NextBytes));

    /// <param name="perBatch">Datagrams that leave at least.</param>
    private void ExpectNothingAllocated(int perBatch)
    {
        Run(batches: 3_000);
        var sent = _sink.Count;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(batches: 3_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        _output.WriteLine($"{_sink.Count - sent} datagrams out, {allocated} bytes allocated");
        Assert.True(_sink.Count - sent >= 3_000 * perBatch);
        Assert.Equal(0, allocated);
    }

    /// <summary>About 3 s of virtual time: feedback, sender and receiver reports are due now and then.</summary>
    private void Run(int batches)
    {
        for (var batch = 0; batch < batches; batch++)
        {
            _now += TimeSpan.FromMilliseconds(1);
            for (var index = 0; index < BatchSize; index++)
            {
                _engines[0].HandleDatagram(_now, HostAddress, _packet.AsSpan(0, _stream.Next(_packet, CameraSsrc, isLast: index == BatchSize - 1)));
            }

            foreach (var engine in _engines)
            {
                engine.HandleNeighbours(_now);
                engine.EndBatch(_now);
                if (engine.NextDeadline <= _now)
                {
                    engine.HandleTimeout(_now);
                }
            }
        }
    }

    private void Host(MediaEngine engine) => Connect(engine, "host", HostAddress, new ClientOfferSection
    {
        Mid = "camera",
        Kind = _stream.Kind,
        Direction = SdpDirection.SendOnly,
        Codecs = _stream.Codecs,
        Source = new SdpSource(CameraSsrc, 4712, "host"),
    });

    private void Watch(MediaEngine engine, int viewers)
    {
        for (var viewer = 0; viewer < viewers; viewer++)
        {
            var address = UdpAddress.FromIPv4((uint)(0x0A00_0100 + viewer), 1000);
            Connect(engine, $"viewer-{viewer}", address, new ClientOfferSection
            {
                Mid = "slot",
                Kind = _stream.Kind,
                Direction = SdpDirection.RecvOnly,
                Codecs = _stream.Codecs,
            });
        }
    }

    private void Connect(MediaEngine engine, string key, UdpAddress address, ClientOfferSection section)
    {
        var (local, remote) = (IceCredentials.Generate(_numbers.NextBytes), IceCredentials.Generate(_numbers.NextBytes));
        var offer = new ClientOffer
        {
            Ufrag = remote.Ufrag,
            Pwd = remote.Password,
            Fingerprint = InstantDtls.Peer,
            SessionId = 1,
            Sections = [section],
        };
        Assert.True(SessionDescription.TryParse(offer.ToSdp(), out var description, out _));
        var described = new LocalDescription
        {
            Ufrag = local.Ufrag,
            Pwd = local.Password,
            Fingerprint = InstantDtls.Peer,
            Candidates = [],
            Cname = "room",
            SessionId = 1,
            AllocateSsrc = () => (uint)_numbers.Next(1, int.MaxValue),
        };
        var codecs = Enum.GetValues<CodecKind>();
        var policy = new AnswerPolicy { MayPublish = true, PublishCodecs = codecs, ViewCodecs = codecs };
        Assert.True(SdpAnswerer.TryAnswer(description, policy, described, null, out var negotiated, out _));
        var sources = new Dictionary<string, MediaSource> { ["camera"] = _stream.Source };
        engine.Attach(_now, new ParticipantSetup("room", key, key, local, negotiated, sources));

        var server = UdpAddress.FromIPv4(0x0A00_0001, 40000);
        var ice = new IceClient(_now, remote, local, [server], _numbers.NextBytes);
        var check = new byte[512];
        Assert.True(ice.TryGetTransmit(_now, check, out var length, out _));
        engine.HandleDatagram(_now, address, check.AsSpan(0, length));
        engine.HandleDatagram(_now, address, [22, 0]);
    }
}
