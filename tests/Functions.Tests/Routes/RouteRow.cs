namespace Serverless.Functions.Tests.Routes;

/// <summary>One way to call a route, right in every respect but perhaps the credential.</summary>
/// <param name="Route">"METHOD pattern", as mapped.</param>
/// <param name="Expected">By credential.</param>
/// <param name="Path">The address, with the pattern's parameters filled in.</param>
/// <param name="Body">null: none. The bearer is given for routes that take it in the body.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="Method">Where the route takes any.</param>
internal sealed record RouteRow(
    string Route, Expectations Expected, Func<Scene, string> Path, Func<Scene, string?, string>? Body = null,
    string ContentType = "application/json", string? Method = null)
{
    public HttpMethod Verb => new(Method ?? Route[..Route.IndexOf(' ', StringComparison.Ordinal)]);
}
