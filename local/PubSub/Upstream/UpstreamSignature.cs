using System.Security.Cryptography;
using System.Text;

namespace Serverless.Local.PubSub.Upstream;

/// <summary>
/// The header <c>ce-signature</c>: an HMAC of the connection's id by each key. It shows that the sender knows a key, and
/// says nothing of the body.
/// </summary>
internal sealed class UpstreamSignature(PubSubEmulatorOptions options)
{
    private readonly byte[][] _keys = [.. options.AccessKeys.Select(Encoding.UTF8.GetBytes)];

    public string Of(string connectionId)
    {
        var id = Encoding.UTF8.GetBytes(connectionId);
        return string.Join(',', _keys.Select(key => $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(key, id))}"));
    }
}
