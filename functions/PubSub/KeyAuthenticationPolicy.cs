using Azure.Core;
using Azure.Core.Pipeline;

namespace Serverless.Functions.PubSub;

/// <summary>Signs each try anew, so that a retry after a long wait does not carry an expired token.</summary>
internal sealed class KeyAuthenticationPolicy(PubSubTokens tokens) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message) =>
        message.Request.Headers.SetValue(
            HttpHeader.Names.Authorization, $"Bearer {tokens.MintForServer(message.Request.Uri.ToUri())}");
}
