using Serverless.Contracts.BackEnd;
using Serverless.Contracts.Manage;
using Serverless.Contracts.Rest;
using Serverless.Functions.Tests.Support;

namespace Serverless.Functions.Tests.People;

public sealed class SignInTests : HostedTests
{
    private const string Email = "ann@example.com";
    private const string Password = "correct horse battery";

    [Fact]
    public async Task A_person_chooses_a_password_signs_in_and_manages_rooms()
    {
        var invited = await InviteAsync();

        await ChooseAsync(invited.Code);
        var signIn = (await SignInAsync("Ann@Example.com ", Password)).Read(BackEndJson.Default.SignInResponse);
        var token = (await TokenAsync(signIn)).Read(BackEndJson.Default.MintTokenResponse);

        Assert.Equal("Ann", signIn.Name);
        var room = (await Host.PostAsync("/v2/rooms", token.Token, "{}")).Read(RestJson.Default.RoomResponse);
        Assert.Equal("t-dev", room.UserId);
        (await Host.TryJoinAsync(room.RoomId, token.Token)).AssertProblem(403, ProblemCodes.RoleForbidden);
        Assert.Equal(TimeSpan.FromMinutes(10), token.ExpiresAt - Host.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_code_is_good_once_and_for_a_week()
    {
        var code = (await InviteAsync()).Code;
        await ChooseAsync(code);
        (await TryChooseAsync(code)).AssertProblem(401, ProblemCodes.SignInWrong);

        code = (await InviteAsync()).Code;
        Host.Time.Advance(TimeSpan.FromDays(7));
        (await TryChooseAsync(code)).AssertProblem(401, ProblemCodes.SignInWrong);
    }

    [Fact]
    public async Task Whoever_is_wrong_and_whoever_is_nobody_hear_the_same()
    {
        await ChooseAsync((await InviteAsync()).Code);

        var wrong = await SignInAsync(Email, "incorrect horse battery");
        var nobody = await SignInAsync("bo@example.com", Password);

        wrong.AssertProblem(401, ProblemCodes.SignInWrong);
        Assert.Equal(wrong.Text, nobody.Text);
        (await SignInAsync(Email, "")).AssertProblem(401, ProblemCodes.SignInWrong);
    }

    [Fact]
    public async Task After_some_mistakes_even_the_right_password_waits()
    {
        await ChooseAsync((await InviteAsync()).Code);
        for (var i = 0; i < 6; i++)
        {
            (await SignInAsync(Email, "a wrong password")).AssertProblem(401, ProblemCodes.SignInWrong);
        }

        (await SignInAsync(Email, Password)).AssertProblem(429, ProblemCodes.RateLimited);
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await SignInAsync(Email, Password)).Status);
        (await SignInAsync(Email, "a wrong password")).AssertProblem(401, ProblemCodes.SignInWrong);
        Assert.Equal(200, (await SignInAsync(Email, Password)).Status);
    }

    [Fact]
    public async Task A_sign_in_ends_by_itself_by_sign_out_by_a_new_invitation_and_with_the_person()
    {
        var first = await ChooseAsync((await InviteAsync()).Code);
        Host.Time.Advance(TimeSpan.FromHours(12));
        (await TokenAsync(first)).AssertProblem(401, ProblemCodes.SignInExpired);

        var second = (await SignInAsync(Email, Password)).Read(BackEndJson.Default.SignInResponse);
        Assert.Equal(204, (await Host.PostAsync("/v2/people/sign-out", second.SignIn, null)).Status);
        (await TokenAsync(second)).AssertProblem(401, ProblemCodes.SignInExpired);

        var third = (await SignInAsync(Email, Password)).Read(BackEndJson.Default.SignInResponse);
        var invited = await InviteAsync();
        (await TokenAsync(third)).AssertProblem(401, ProblemCodes.SignInExpired);
        (await SignInAsync(Email, Password)).AssertProblem(401, ProblemCodes.SignInWrong);

        var fourth = await ChooseAsync(invited.Code);
        Assert.Equal(
            204,
            (await Host.SendAsync(HttpMethod.Delete, $"/manage/tenants/t-dev/people/{Email}", FunctionsHost.ManageKey, null)).Status);
        (await TokenAsync(fourth)).AssertProblem(401, ProblemCodes.SignInExpired);
    }

    [Fact]
    public async Task A_person_belongs_to_one_tenant()
    {
        await InviteAsync();

        (await Host.PostAsync("/manage/tenants/t-other/people", FunctionsHost.ManageKey, $$"""{"email":"{{Email}}","name":"Ann"}"""))
            .AssertProblem(409, ProblemCodes.Conflict);
        (await Host.SendAsync(HttpMethod.Delete, $"/manage/tenants/t-other/people/{Email}", FunctionsHost.ManageKey, null))
            .AssertProblem(404, ProblemCodes.NotFound);
        var people = (await Host.GetAsync("/manage/tenants/t-dev/people", FunctionsHost.ManageKey)).Read(ManageJson.Default.PersonPage);
        Assert.Equal(new PersonResponse(Email, "Ann", Active: false), Assert.Single(people.Data));
    }

    [Theory]
    [InlineData("""{"email":"ann","name":"Ann"}""")]
    [InlineData("""{"email":"@example.com","name":"Ann"}""")]
    [InlineData("""{"email":"a b@example.com","name":"Ann"}""")]
    [InlineData("""{"email":"ann@example.com","name":"\u0000"}""")]
    public async Task A_wrong_person_is_not_invited(string body) =>
        (await Host.PostAsync("/manage/tenants/t-dev/people", FunctionsHost.ManageKey, body))
            .AssertProblem(400, ProblemCodes.InvalidRequest);

    [Fact]
    public async Task Secrets_are_not_stored_as_they_are()
    {
        var invited = await InviteAsync();
        var row = await Host.Service<Functions.People.PeopleStore>().FindAsync(Email, default);
        Assert.DoesNotContain(invited.Code, $"{row}", StringComparison.Ordinal);

        await ChooseAsync(invited.Code);
        row = await Host.Service<Functions.People.PeopleStore>().FindAsync(Email, default);
        Assert.DoesNotContain(Password, row!.Password, StringComparison.Ordinal);
        Assert.Null(row.Code);
    }

    private async Task<PersonInvitationResponse> InviteAsync() => (await Host.PostAsync(
        "/manage/tenants/t-dev/people", FunctionsHost.ManageKey, $$"""{"email":"{{Email}}","name":"Ann"}"""))
        .Read(ManageJson.Default.PersonInvitationResponse);

    private Task<Reply> TryChooseAsync(string code) => Host.PostAsync(
        "/v2/people/password", null, new ChoosePasswordRequest(Email, code, Password), BackEndJson.Default.ChoosePasswordRequest);

    private async Task<SignInResponse> ChooseAsync(string code) =>
        (await TryChooseAsync(code)).Read(BackEndJson.Default.SignInResponse);

    private Task<Reply> SignInAsync(string email, string password) => Host.PostAsync(
        "/v2/people/sign-in", null, new SignInRequest(email, password), BackEndJson.Default.SignInRequest);

    private Task<Reply> TokenAsync(SignInResponse signIn) => Host.PostAsync("/v2/people/token", signIn.SignIn, null);
}
