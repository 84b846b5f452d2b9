using Azure.Core;
using Azure.Core.Pipeline;
using Serverless.Functions.Storage;

namespace Serverless.Functions.Tests.Storage;

public sealed class EntraTests
{
    [Fact]
    public async Task An_account_without_a_key_is_opened_with_the_apps_identity()
    {
        using var wire = new Recorder();
        var options = AzureTableStore.Options();
        options.Transport = wire;
        options.Retry.MaxRetries = 0;
        var credential = new StubCredential();
        var store = new AzureTableStore(new Uri("https://account.table.core.windows.net"), credential, options);

        await Assert.ThrowsAnyAsync<Exception>(() => store.Table("rooms").GetAsync("p", "k", default));

        Assert.Equal("https://account.table.core.windows.net/rooms(PartitionKey='p',RowKey='k')", wire.Address);
        Assert.Equal("Bearer an-entra-token", wire.Authorization);
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
    }

    private sealed class StubCredential : TokenCredential
    {
        public string[] Scopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            return new AccessToken("an-entra-token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }

    private sealed class Recorder : HttpPipelineTransport, IDisposable
    {
        private readonly HttpClientTransport _inner = new();

        public string? Address { get; private set; }

        public string? Authorization { get; private set; }

        public void Dispose() => _inner.Dispose();

        public override Request CreateRequest() => _inner.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message)
        {
            Address = Uri.UnescapeDataString(message.Request.Uri.ToUri().GetLeftPart(UriPartial.Path));
            Authorization = message.Request.Headers.TryGetValue("Authorization", out var value) ? value : null;
            throw new IOException("Nothing leaves this machine.");
        }
    }
}
