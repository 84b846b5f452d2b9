using System.Text;
using System.Text.Json;
using Serverless.Contracts.Signaling;
using Serverless.Functions.Platform;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.PubSub;

/// <summary>Signs access tokens with the resource's access key.</summary>
internal sealed class SignedClientAccess : IClientAccess
{
    private readonly TimeProvider _time;
    private readonly byte[] _key;
    private readonly string _audience;
    private readonly string _url;

    public SignedClientAccess(FunctionsOptions options, TimeProvider time)
    {
        if (!ConnectionString.TryParse(options.PubSubConnectionString, out var connection))
        {
            throw new InvalidOperationException("The Web PubSub connection string is wrong.");
        }

        _time = time;
        // The key is the string's own bytes: Web PubSub does not decode its base64.
        _key = Encoding.UTF8.GetBytes(connection.AccessKey);
        var endpoint = connection.Endpoint.GetLeftPart(UriPartial.Authority);
        _audience = $"{endpoint}/client/hubs/{Groups.Hub}";
        _url = string.Concat("ws", _audience.AsSpan("http".Length));
    }

    public Uri Mint(string userId, IReadOnlyList<string> roles, IReadOnlyList<string> groups, TimeSpan lifetime)
    {
        var now = _time.GetUtcNow();
        var claims = new ClientAccessClaims(
            _audience, userId, roles, groups, now.ToUnixTimeSeconds(), (now + lifetime).ToUnixTimeSeconds());
        var payload = JsonSerializer.Serialize(claims, ClientAccessJson.Default.ClientAccessClaims);
        return new Uri($"{_url}?access_token={Jwt.Sign(payload, _key)}");
    }
}
