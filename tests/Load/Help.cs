using Serverless.Load.Measure;
using Serverless.Load.Scenarios;

namespace Serverless.Load;

internal static class Help
{
    public static string Text => $"""
        usage: dotnet run -c Release --project tests/Load -- PRESET (--local | --url ADDRESS …) [options]

        Simulates hosts and viewers with real ICE, DTLS and SRTP, and measures what the system makes of it.
        tests/Load/README.md says how to read the table.

        Presets:
        {string.Join('\n', Preset.All.Select(preset => $"  {preset.Name,-12}{preset.Summary}"))}

          joins       joins per second of the control plane alone; see joins --help
          start       the control plane's time from process start to its first answer; see start --help
          limit       the worker against the least that fanning out can cost; see limit --help
          handshakes  DTLS handshakes per core-second beside OpenSSL's arithmetic

        Where:
          --local             start a system of its own: functions and worker in processes of their own, on loopback
          --shards N          threads of that worker's media; default 1
          --url ADDRESS       a system that runs; with --token T --room R, or --api-key K --secret S
          --worker-pid N      the worker's process on this machine, for CPU and memory
          --worker-url ADDRESS    the worker's own address, if it can be reached: for what it allocates
          --via join|whip     join as the SDK does (default), or WHIP and WHEP

        Who:
          --hosts N --cameras N --viewers N
          --voices X          hosts who speak at a time, on average
          --audio-slots N --video-slots N
          --kbps X --fps X    of a camera (its largest size)
          --spacing frames|even   packets of a frame leave together (default), or spread over its interval
          --codec vp8|h264    of pictures; default vp8
          --simulcast         three sizes per camera

        When:
          --join-rate X       viewers a second
          --rehearse N        viewers who join and leave before anything counts
          --early N --burst S N viewers watch before all others join within S seconds
          --churn X           viewers who leave a second, each replaced by another
          --seconds X         of measurement, default 10
          --grow N --grow-to M    after a measurement that kept all --require, N more viewers join for another one, until
                              one is missed twice or there are M; says for how many all was kept

        How:
          --sample N          one of N viewers decrypts and measures the delay; default 20. The others read headers
          --feedback twcc|none    viewers tell when packets arrived, as browsers do (default), or not: then the
                              worker sends at full rate, without an estimate of the path
          --sockets own|shared    a UDP socket per participant (default), or eight for all, each participant under a
                              loopback address of its own: costs less, and works with a system on this machine only
          --threads N         of the generator; default 1
          --max-steal X       leave out seconds in which other machines took more than X % of this one; default 100
          --json FILE         the report for programs
          --require NAME=X    exit with 1 if missed; may be repeated. Names:
                              {string.Join(", ", Threshold.Names)}
        """;
}
