using System.Diagnostics;
using System.Globalization;

namespace Serverless.Load.Handshakes;

/// <summary>What <c>openssl speed</c> says of this machine, in operations per second of one core.</summary>
/// <param name="Signatures">ECDSA P-256.</param>
/// <param name="Verifications">ECDSA P-256.</param>
/// <param name="Agreements">X25519.</param>
internal sealed record OpenSslSpeed(double Signatures, double Verifications, double Agreements)
{
    /// <summary>
    /// The arithmetic that one side of a handshake cannot do without: one signature, one verification, a key pair and a shared
    /// secret, each of which costs about an agreement. All else is messages.
    /// </summary>
    public double HandshakesPerSecond => 1 / ((1 / Signatures) + (1 / Verifications) + (2 / Agreements));

    /// <exception cref="InvalidOperationException">There is no <c>openssl</c> command, or it says something else.</exception>
    public static async Task<OpenSslSpeed> MeasureAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("openssl", ["speed", "-mr", "-seconds", "1", "ecdsap256", "ecdhx25519"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return Parse(output);
    }

    /// <summary>Lines of <c>-mr</c>: +F4 for signatures (number, bits, signatures, verifications), +F5 for agreements (number, bits, agreements, seconds).</summary>
    public static OpenSslSpeed Parse(string output)
    {
        var signatures = Fields(output, "+F4:");
        var agreements = Fields(output, "+F5:");
        return new OpenSslSpeed(Number(signatures[3]), Number(signatures[4]), Number(agreements[3]));
    }

    private static string[] Fields(string output, string kind)
    {
        var fields = output.Split('\n').FirstOrDefault(line => line.StartsWith(kind, StringComparison.Ordinal))?.Split(':') ?? [];
        return fields.Length == 5 ? fields : throw new InvalidOperationException($"openssl speed says nothing of {kind}");
    }

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
