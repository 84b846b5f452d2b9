using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Webhooks;

/// <summary>One attempt. Of what comes back only the status counts: bodies are not looked at, redirects not followed.</summary>
internal sealed class WebhookSender : IDisposable
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private const int MaxHeaderKilobytes = 16;

    private readonly HttpClient _client;
    private readonly RsaSigner _rsa;
    private readonly SigningSecretStore _secrets;
    private readonly TimeProvider _time;

    public WebhookSender(RsaSigner rsa, SigningSecretStore secrets, FunctionsOptions options, TimeProvider time)
    {
        _rsa = rsa;
        _secrets = secrets;
        _time = time;
        var connect = new GuardedConnect(options.WebhookAllowedNetworks, Dns.GetHostAddressesAsync);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = (context, cancellation) => connect.ConnectAsync(context.DnsEndPoint, cancellation),
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            // A small answer is read away to keep the connection; one that does not end costs the connection, not our time.
            MaxResponseDrainSize = 4096,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = ConnectionLifetime,
        })
        {
            // From the first look at the name to the status line.
            Timeout = options.WebhookLimit,
        };
    }

    /// <returns>null: it arrived; else what went wrong, in words for the tenant.</returns>
    public async Task<string?> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        using var request = await RequestAsync(delivery, cancellationToken);
        try
        {
            using var response = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException problem)
        {
            return Words(problem);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"no answer within {_client.Timeout.TotalSeconds} s");
        }
    }

    public void Dispose() => _client.Dispose();

    private static string Words(HttpRequestException problem) => problem switch
    {
        { InnerException: RefusedTargetException } => "the address is not public",
        { HttpRequestError: HttpRequestError.NameResolutionError } or { InnerException: SocketException
            {
                SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData,
            } } => "the name does not resolve",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "TLS failed",
        { HttpRequestError: HttpRequestError.ConnectionError } => "no connection",
        _ => "the answer is broken",
    };

    private async Task<HttpRequestMessage> RequestAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Body);
        var now = _time.GetUtcNow();
        var secret = await _secrets.GetAsync(delivery.TenantId, cancellationToken);
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("User-Agent", "Serverless-Live-Webhooks/1");
        request.Headers.Add("videosdk-signature", await _rsa.SignAsync(body, cancellationToken));
        request.Headers.Add("webhook-id", delivery.EventId);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", StandardSignature.Of(secret, delivery.EventId, now, body));
        return request;
    }
}
