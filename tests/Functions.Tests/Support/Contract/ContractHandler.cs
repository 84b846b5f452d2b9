namespace Serverless.Functions.Tests.Support.Contract;

/// <summary>Holds every answer against the OpenAPI document before the test sees it.</summary>
internal sealed class ContractHandler(FunctionsHost host) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var contract = await ApiContract.OfAsync(host);
        var problem = contract.Check(
            request.Method.Method,
            request.RequestUri!.AbsolutePath,
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(cancellationToken));
        Assert.True(problem is null, problem);
        return response;
    }
}
