using BenchmarkDotNet.Attributes;
using Serverless.Interop;
using Serverless.Rtc.Srtp;

namespace Serverless.Benchmarks;

/// <summary>Authenticating and decrypting one publisher's packets, each with the copy that keeps the original for the next time.</summary>
[MemoryDiagnoser]
public class UnprotectBenchmarks
{
    private const int Packets = 1024;
    private const int HeaderLength = 20;

    private readonly byte[] _buffer = new byte[1500];
    private readonly byte[][] _packets = new byte[Packets][];
    private SrtpCiphers _ciphers = null!;
    private SrtpMasterKey _key = null!;

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
        _ciphers = new SrtpCiphers(ProcessorGcm);
        _key = new SrtpMasterKey(new byte[16], new byte[Profile == SrtpProfile.AeadAes128Gcm ? 12 : 14]);
        using var sender = new SrtpSender(Profile, _key, _ciphers);
        for (var packet = 0; packet < Packets; packet++)
        {
            Array.Clear(_buffer);
            (_buffer[0], _buffer[2], _buffer[3]) = (0x90, (byte)(packet >> 8), (byte)packet);
            _packets[packet] = _buffer[..sender.ProtectRtp(_buffer, HeaderLength, Length, 0)];
        }
    }

    /// <summary>Each time with a new receiver, because one takes no packet twice; it is a thousandth of the work.</summary>
    [Benchmark(OperationsPerInvoke = Packets)]
    public int Unprotect()
    {
        using var receiver = new SrtpReceiver(Profile, _key, _ciphers);
        var length = 0;
        foreach (var packet in _packets)
        {
            packet.CopyTo(_buffer, 0);
            if (receiver.UnprotectRtp(_buffer.AsSpan(0, packet.Length), HeaderLength, out var plain, out _) != SrtpResult.Ok)
            {
                throw new InvalidOperationException("A packet was not taken; the measurement would be void.");
            }

            length += plain;
        }

        return length;
    }
}
