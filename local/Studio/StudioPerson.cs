using System.Net.Http.Headers;
using Serverless.Contracts.Manage;
using Serverless.Functions.Tenants;

namespace Serverless.Local.Studio;

/// <summary>Lets a person sign in to the Studio as an operator does in production: by <c>/manage</c>.</summary>
internal static class StudioPerson
{
    private const int MaxPeople = 100;

    /// <returns>
    /// The page where they choose a password, with a new one-time code behind its <c>#</c>, which no server sees; or, once
    /// they have one, the page where they sign in.
    /// </returns>
    /// <exception cref="InvalidOperationException">This is no e-mail address.</exception>
    public static async Task<Uri> InviteAsync(
        Uri studio, string manageKey, string email, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = studio };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", manageKey);
        var path = $"/manage/tenants/{DevelopmentTenant.TenantId}/people";
        var people = await http.GetFromJsonAsync(
            $"{path}?perPage={MaxPeople}", ManageJson.Default.PersonPage, cancellationToken);
        if (people!.Data.Any(person =>
            person.Active && string.Equals(person.Email, email.Trim(), StringComparison.OrdinalIgnoreCase)))
        {
            return new Uri(studio, "/sign-in");
        }

        var name = email.Split('@')[0];
        var answer = await http.PostAsJsonAsync(
            path, new CreatePersonRequest(email, name), ManageJson.Default.CreatePersonRequest, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{email} is no e-mail address to sign in with.");
        }

        var invitation = await answer.Content.ReadFromJsonAsync(
            ManageJson.Default.PersonInvitationResponse, cancellationToken);
        return new Uri(
            studio,
            $"/welcome#email={Uri.EscapeDataString(invitation!.Email)}&code={Uri.EscapeDataString(invitation.Code)}");
    }
}
