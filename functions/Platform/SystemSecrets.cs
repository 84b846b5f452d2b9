using System.Security.Cryptography;

namespace Serverless.Functions.Platform;

internal sealed class SystemSecrets : ISecrets
{
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
