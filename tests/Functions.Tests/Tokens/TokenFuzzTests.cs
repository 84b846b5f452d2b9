using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Serverless.Contracts.Rest;
using Serverless.Contracts.Tokens;
using Serverless.Functions.Platform;
using Serverless.Functions.Tests.Support;
using Serverless.Functions.Tokens;

namespace Serverless.Functions.Tests.Tokens;

/// <summary>Whatever a stranger sends, a parser answers.</summary>
public sealed class TokenFuzzTests : HostedTests
{
    private static readonly Ticket Sample = new()
    {
        IssuedAt = 0,
        ExpiresAt = 0,
        TenantId = "t-dev",
        RoomId = "r",
        SessionId = "s",
        ParticipantId = "p",
        ConnectionKey = "k",
        DisplayName = "n",
        Mode = ParticipantMode.ReceiveOnly,
        Publish = [],
        MayChat = true,
        MayModerate = false,
        TokenEpoch = 0,
    };

    private static readonly Gen<string> TokenLike = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["abcXYZ019-_=.{}\""], 0, 80],
        Gen.Byte.Array[0, 60].Array[3].Select(parts => string.Join('.', parts.Select(Convert.ToBase64String))));

    [Fact]
    public async Task No_string_passes_for_a_token_or_breaks_a_verifier()
    {
        var tickets = Host.Service<TicketAuthority>();
        var tokens = Host.Service<ApiTokenVerifier>();

        await TokenLike.SampleAsync(async token =>
        {
            Assert.True((await tickets.VerifyAsync(token)).Failed);
            Assert.True((await tokens.VerifyAsync(token, default)).Failed);
        }, iter: 5_000);
    }

    [Fact]
    public async Task A_ticket_with_one_changed_character_says_the_same_or_nothing()
    {
        var tickets = Host.Service<TicketAuthority>();
        var token = tickets.Grant(Sample).Token;
        var original = (await tickets.VerifyAsync(token)).Value!;

        await Gen.Select(Gen.Int[0, token.Length - 1], Gen.Char[" !-_.09AZaz=\u00e9"]).SampleAsync(async (at, with) =>
        {
            var changed = await tickets.VerifyAsync(string.Concat(token.AsSpan(0, at), [with], token.AsSpan(at + 1)));
            // The last character of a signature has bits that no byte takes, so a change there may be none.
            Assert.True(changed.Failed || Describe(changed.Value) == Describe(original));
        }, iter: 5_000);

        static string Describe(Ticket ticket) => JsonSerializer.Serialize(ticket, TokensJson.Default.Ticket);
    }

    [Fact]
    public async Task No_body_breaks_the_reader()
    {
        var bodies = Gen.OneOf(
            Gen.Byte.Array[0, 200],
            Gen.String[Gen.Char["{}[]\",:\\utrefalsn0123-e. offermdpblish"], 0, 60].Select(Encoding.UTF8.GetBytes));

        await bodies.SampleAsync(async bytes =>
        {
            var http = new DefaultHttpContext();
            http.Request.Body = new MemoryStream(bytes);
            http.Request.ContentType = "application/json";
            var body = await RequestBody.ReadAsync(http, RestJson.Default.JoinRequest);
            Assert.True(!body.Failed || body.Failure.Status == 400);
        }, iter: 20_000);
    }
}
