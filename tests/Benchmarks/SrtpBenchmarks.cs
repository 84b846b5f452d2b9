using BenchmarkDotNet.Attributes;
using Serverless.Interop;
using Serverless.Rtc.Srtp;

namespace Serverless.Benchmarks;

/// <summary>Protecting one packet under one of many keys, so that the cache is as cold as in a fan-out.</summary>
[MemoryDiagnoser]
public class SrtpBenchmarks
{
    private const int Viewers = 500;
    private const int HeaderLength = 20;

    private readonly byte[] _buffer = new byte[1500];
    private SrtpSender[] _senders = [];
    private ushort _sequence;
    private int _next;

    [Params(SrtpProfile.AeadAes128Gcm, SrtpProfile.AesCm128HmacSha1_80)]
    public SrtpProfile Profile { get; set; }

    /// <summary>False: OpenSSL's GCM.</summary>
    [Params(true, false)]
    public bool ProcessorGcm { get; set; }

    [Params(100, 1200)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var ciphers = new SrtpCiphers(ProcessorGcm);
        var random = new Random(1);
        _senders = new SrtpSender[Viewers];
        for (var index = 0; index < Viewers; index++)
        {
            var key = new byte[16];
            var salt = new byte[Profile == SrtpProfile.AeadAes128Gcm ? 12 : 14];
            random.NextBytes(key);
            random.NextBytes(salt);
            _senders[index] = new SrtpSender(Profile, new SrtpMasterKey(key, salt), ciphers);
        }
    }

    [Benchmark]
    public int Protect()
    {
        _next = (_next + 1) % Viewers;
        _sequence++;
        _buffer[0] = 0x90;
        _buffer[2] = (byte)(_sequence >> 8);
        _buffer[3] = (byte)_sequence;
        return _senders[_next].ProtectRtp(_buffer, HeaderLength, Length, 0);
    }
}
