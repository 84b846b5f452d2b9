using System.Text;

namespace Serverless.Functions.Tenants;

/// <summary>Row <c>{apiKey}</c> in partition <c>key</c>; never changed.</summary>
internal sealed record TenantKey(string ApiKey, string TenantId, string Secret)
{
    /// <summary>The HS256 key: the secret's UTF-8 bytes, as VideoSDK's servers sign.</summary>
    public byte[] SigningKey() => Encoding.UTF8.GetBytes(Secret);

    /// <summary>Keeps the secret out of logs and exception texts.</summary>
    public override string ToString() => $"TenantKey {TenantId}";
}
