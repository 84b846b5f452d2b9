namespace Serverless.Functions.PubSub;

/// <summary>Makes Web PubSub client access URLs, without a call to the service.</summary>
internal interface IClientAccess
{
    /// <param name="userId">What the service stamps on everything the client sends.</param>
    /// <param name="roles">Web PubSub roles.</param>
    /// <param name="groups">Groups that the client is a member of from the first frame.</param>
    /// <param name="lifetime">How long the URL opens a socket.</param>
    Uri Mint(string userId, IReadOnlyList<string> roles, IReadOnlyList<string> groups, TimeSpan lifetime);
}
