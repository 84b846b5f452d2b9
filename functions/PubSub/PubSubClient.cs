using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Serverless.Functions.PubSub;

/// <summary>One hub of Azure Web PubSub over its data-plane REST interface.</summary>
public sealed class PubSubClient : IPubSubClient
{
    private const string EntraScope = "https://webpubsub.azure.com/.default";

    private readonly PubSubPipeline _pipeline;
    private readonly Uri _clientUrl;

    /// <summary>Null: the service signs, because there is no key here.</summary>
    private readonly PubSubTokens? _tokens;

    /// <param name="connectionString">Of the resource.</param>
    /// <param name="hub">A letter, then letters, digits and a few signs; no hyphen.</param>
    /// <param name="options">Null: the defaults.</param>
    public PubSubClient(PubSubConnectionString connectionString, string hub, PubSubClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        options ??= new PubSubClientOptions();
        _tokens = new PubSubTokens(connectionString.AccessKey, options.Time);
        _pipeline = new PubSubPipeline(
            connectionString.Endpoint, hub, options, new KeyAuthenticationPolicy(_tokens));
        _clientUrl = ClientUrl(connectionString.Endpoint, hub);
    }

    /// <param name="endpoint">https, because a token that passes in clear is anybody's.</param>
    /// <param name="credential">Needs the role Web PubSub Service Owner.</param>
    /// <param name="hub">A letter, then letters, digits and a few signs; no hyphen.</param>
    /// <param name="options">Null: the defaults.</param>
    public PubSubClient(Uri endpoint, TokenCredential credential, string hub, PubSubClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        if (endpoint.Scheme != Uri.UriSchemeHttps)
        {
            throw new ArgumentException("The endpoint must be https.", nameof(endpoint));
        }

        _pipeline = new PubSubPipeline(
            endpoint, hub, options ?? new PubSubClientOptions(), new BearerTokenAuthenticationPolicy(credential, EntraScope));
        _clientUrl = ClientUrl(endpoint, hub);
    }

    public Task SendToGroupAsync(
        string group, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
        SendAsync("groups", group, json, cancellationToken);

    public Task SendToUserAsync(
        string userId, ReadOnlyMemory<byte> json, CancellationToken cancellationToken = default) =>
        SendAsync("users", userId, json, cancellationToken);

    public Task CloseUserAsync(string userId, string reason, CancellationToken cancellationToken = default) =>
        CloseAsync("users", userId, reason, cancellationToken);

    public Task CloseGroupAsync(string group, string reason, CancellationToken cancellationToken = default) =>
        CloseAsync("groups", group, reason, cancellationToken);

    public async ValueTask<Uri> GetClientAccessUriAsync(
        string userId, IReadOnlyList<string> roles, IReadOnlyList<string> groups, TimeSpan lifetime,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        ArgumentNullException.ThrowIfNull(roles);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        var token = _tokens is null
            ? await GenerateTokenAsync(userId, roles, groups, lifetime, cancellationToken)
            : _tokens.MintForClient(_clientUrl.AbsoluteUri, userId, roles, groups, lifetime);
        return new UriBuilder(_clientUrl)
        {
            Scheme = _clientUrl.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
            Query = $"access_token={token}",
        }.Uri;
    }

    private static Uri ClientUrl(Uri endpoint, string hub) => new(endpoint, $"client/hubs/{Uri.EscapeDataString(hub)}");

    private async Task SendAsync(
        string kind, string name, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreatePost($"{kind}/{Segment(name)}/:send", string.Empty, isIdempotent: false);
        message.Request.Headers.SetValue(HttpHeader.Names.ContentType, "application/json");
        message.Request.Content = RequestContent.Create(json);
        await _pipeline.SendAsync(message, StatusCodes.Status202Accepted, cancellationToken);
    }

    private async Task CloseAsync(string kind, string name, string reason, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreatePost(
            $"{kind}/{Segment(name)}/:closeConnections", $"&reason={Uri.EscapeDataString(reason)}", isIdempotent: true);
        await _pipeline.SendAsync(message, StatusCodes.Status204NoContent, cancellationToken);
    }

    private async Task<string> GenerateTokenAsync(
        string userId, IReadOnlyList<string> roles, IReadOnlyList<string> groups, TimeSpan lifetime,
        CancellationToken cancellationToken)
    {
        var minutes = (int)Math.Ceiling(lifetime.TotalMinutes);
        var query = new StringBuilder("&userId=").Append(Uri.EscapeDataString(userId))
            .Append(CultureInfo.InvariantCulture, $"&minutesToExpire={minutes}");
        foreach (var role in roles)
        {
            query.Append("&role=").Append(Uri.EscapeDataString(role));
        }

        foreach (var group in groups)
        {
            query.Append("&group=").Append(Uri.EscapeDataString(group));
        }

        // A second token beside a lost one does no harm.
        using var message = _pipeline.CreatePost(":generateToken", query.ToString(), isIdempotent: true);
        await _pipeline.SendAsync(message, StatusCodes.Status200OK, cancellationToken);
        try
        {
            using var answer = JsonDocument.Parse(message.Response.Content);
            return answer.RootElement.GetProperty("token").GetString()!;
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new RequestFailedException("Web PubSub answered without a token.", problem);
        }
    }

    private static string Segment(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return name is "." or ".."
            // A URL drops such segments even when escaped, and the request would mean something else.
            ? throw new ArgumentException("A group or user cannot be called '.' or '..'.", nameof(name))
            : Uri.EscapeDataString(name);
    }
}
