using System.Security.Cryptography;
using System.Text;
using Serverless.Rtc.Dtls;

namespace Serverless.Rtc.Simulation.Crypto;

/// <summary>Stands for a certificate: whoever has the name has it.</summary>
public static class FakeCertificate
{
    public static Fingerprint FingerprintOf(string name) =>
        new(BitConverter.ToString(SHA256.HashData(Encoding.UTF8.GetBytes(name))).Replace('-', ':'));
}
