using System.ComponentModel;
using System.Globalization;
using Serverless.Interop.Linux;
using Serverless.Interop.OpenSsl;
using Serverless.Load.Measure;
using Serverless.Rtc.Dtls;

namespace Serverless.Load.Handshakes;

/// <summary>How many DTLS handshakes a core of the worker could shake in a second, beside what OpenSSL's arithmetic alone allows.</summary>
internal sealed class HandshakeCommand(TextWriter screen)
{
    private const int Rounds = 7;
    private const int HandshakesPerRound = 500;

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var server = new OpenSslDtlsFactory(TimeProvider.System);
        using var client = new OpenSslDtlsFactory(TimeProvider.System);
        var clock = new Clock();
        Measure(server, client, clock);
        var machine = MachineUsage.Read();
        var ratios = new List<double>();
        Say($"{"round",5}{"worker/s",10}{"openssl/s",11}{"ratio",8}   (openssl: sign/s, verify/s, X25519/s)");
        for (var round = 1; round <= Rounds; round++)
        {
            var own = Measure(server, client, clock);
            var speed = await OpenSslSpeed.MeasureAsync(cancellation);
            ratios.Add(own / speed.HandshakesPerSecond);
            Say($"{round,5}{own,10:F0}{speed.HandshakesPerSecond,11:F0}{ratios[^1],8:F2}   ({speed.Signatures:F0}, {speed.Verifications:F0}, {speed.Agreements:F0})");
        }

        var steal = 100 * MachineUsage.Read().StealShareSince(machine);
        Say($"median ratio {ratios.Order().ElementAt(Rounds / 2):F2}; steal {steal:F1} %");
    }

    /// <returns>Handshakes per second of CPU time of the server's side.</returns>
    private static double Measure(OpenSslDtlsFactory server, OpenSslDtlsFactory client, Clock clock)
    {
        var nanoseconds = 0L;
        for (var handshake = 0; handshake < HandshakesPerRound; handshake++)
        {
            nanoseconds += Shake(server, client, clock);
        }

        return HandshakesPerRound * 1e9 / nanoseconds;
    }

    /// <returns>CPU time of the server in nanoseconds.</returns>
    /// <exception cref="Win32Exception">The thread's clock cannot be read.</exception>
    private static long Shake(OpenSslDtlsFactory server, OpenSslDtlsFactory client, Clock clock)
    {
        var datagram = new byte[2048];
        using var asking = client.Create(DtlsRole.Client, clock.Now);
        var began = ProcessClock.ReadThreadNanoseconds();
        using var answering = server.Create(DtlsRole.Server, clock.Now);
        var spent = ProcessClock.ReadThreadNanoseconds() - began;
        asking.HandleTimeout(clock.Now);
        while (asking.State == DtlsState.Handshaking || answering.State == DtlsState.Handshaking)
        {
            while (asking.TryTakeDatagram(datagram, out var length))
            {
                began = ProcessClock.ReadThreadNanoseconds();
                answering.HandleDatagram(clock.Now, datagram.AsSpan(0, length));
                spent += ProcessClock.ReadThreadNanoseconds() - began;
            }

            while (TryTake(answering, datagram, ref spent, out var length))
            {
                asking.HandleDatagram(clock.Now, datagram.AsSpan(0, length));
            }

            asking.HandleTimeout(clock.Now);
        }

        return answering.State == DtlsState.Connected && asking.State == DtlsState.Connected
            ? spent
            : throw new InvalidOperationException("The handshake failed.");
    }

    private static bool TryTake(IDtlsEngine engine, Span<byte> datagram, ref long spent, out int length)
    {
        var began = ProcessClock.ReadThreadNanoseconds();
        var taken = engine.TryTakeDatagram(datagram, out length);
        spent += ProcessClock.ReadThreadNanoseconds() - began;
        return taken;
    }

    private void Say(FormattableString line) => screen.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
