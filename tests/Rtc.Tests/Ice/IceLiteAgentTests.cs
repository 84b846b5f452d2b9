using Serverless.Rtc.Ice;
using Serverless.Rtc.Stun;
using Serverless.Rtc.Tests.Fuzz;
using Serverless.Rtc.Tests.Stun;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Ice;

public sealed class IceLiteAgentTests
{
    private static readonly Instant Start = new(1_000_000);
    private static readonly IceCredentials Server = new("serv", "the password of the server");
    private static readonly IceCredentials Client = new("clnt", "the password of the client");
    private static readonly UdpAddress Home = UdpAddress.FromIPv4(0xC0000201, 5000);
    private static readonly UdpAddress Mobile = UdpAddress.FromIPv4(0xC6336401, 6000);

    private readonly IceLiteAgent _agent = new(Server, Client);
    private readonly byte[] _response = new byte[256];
    private int _responseLength;

    [Fact]
    public void A_valid_check_is_answered_with_its_source_under_our_password()
    {
        Assert.Equal(IceResult.Responded, Handle(Start, Check(), Home));
        Assert.True(StunMessage.TryParse(_response.AsSpan(0, _responseLength), out var response));
        Assert.Equal(StunClass.SuccessResponse, response.Class);
        Assert.True(response.TransactionId.SequenceEqual(CheckWriter.TransactionId));
        Assert.True(response.TryGetMappedAddress(out var mapped));
        Assert.Equal(Home, mapped);
        Assert.True(response.HasValidIntegrity(Server.PasswordBytes()));
        Assert.True(response.HasValidFingerprint());
        Assert.Null(_agent.Selected);
        Assert.False(_agent.HasConsent(Start));
    }

    [Fact]
    public void The_first_nomination_selects_and_its_repetition_does_not()
    {
        Assert.Equal(IceResult.Nominated, Handle(Start, Check(nominate: true), Home));
        Assert.Equal(Home, _agent.Selected);
        Assert.Equal(IceResult.Responded, Handle(Start, Check(nominate: true), Home));
    }

    [Fact]
    public void Consent_ends_fifteen_seconds_after_the_last_check_from_the_selected_address()
    {
        Handle(Start, Check(nominate: true), Home);
        Assert.True(_agent.HasConsent(Start + TimeSpan.FromSeconds(14.9)));
        Assert.False(_agent.HasConsent(Start + TimeSpan.FromSeconds(15)));

        // Somebody with the credentials at another address does not speak for this one.
        Handle(Start + TimeSpan.FromSeconds(10), Check(), Mobile);
        Assert.False(_agent.HasConsent(Start + TimeSpan.FromSeconds(15)));

        Handle(Start + TimeSpan.FromSeconds(16), Check(), Home);
        Assert.True(_agent.HasConsent(Start + TimeSpan.FromSeconds(30)));
        Assert.Equal(Start + TimeSpan.FromSeconds(16), _agent.LastValidCheck);
    }

    [Fact]
    public void A_client_that_moved_takes_its_media_with_it_even_at_a_lower_priority()
    {
        Handle(Start, Check(nominate: true, priority: 200), Home);
        Assert.Equal(
            IceResult.Nominated,
            Handle(Start + TimeSpan.FromSeconds(20), Check(nominate: true, priority: 100), Mobile));
        Assert.Equal(Mobile, _agent.Selected);
        Assert.True(_agent.HasConsent(Start + TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_client_that_never_nominates_again_is_followed_when_its_media_comes_from_where_it_checks_and_no_longer_from_before()
    {
        Handle(Start, Check(nominate: true), Home);
        _agent.HandleMedia(Start + TimeSpan.FromSeconds(4), Home);
        Handle(Start + TimeSpan.FromSeconds(4.5), Check(), Mobile);
        _agent.HandleMedia(Start + TimeSpan.FromSeconds(4.9), Mobile);
        Assert.Equal(Home, _agent.Selected);

        _agent.HandleMedia(Start + TimeSpan.FromSeconds(5), Mobile);
        Assert.Equal(Mobile, _agent.Selected);

        // The address it had is not given back by a straggler, and consent is that of the new one's check.
        _agent.HandleMedia(Start + TimeSpan.FromSeconds(5.1), Home);
        Assert.Equal(Mobile, _agent.Selected);
        Assert.True(_agent.HasConsent(Start + TimeSpan.FromSeconds(19.4)));
        Assert.False(_agent.HasConsent(Start + TimeSpan.FromSeconds(19.5)));
    }

    [Fact]
    public void Media_from_where_no_valid_check_came_from_moves_nothing()
    {
        Handle(Start, Check(nominate: true), Home);
        _agent.HandleMedia(Start + TimeSpan.FromSeconds(5), Mobile);
        Assert.Equal(Home, _agent.Selected);

        Handle(Start + TimeSpan.FromSeconds(5), CheckWriter.Write("serv", "clnt", "guess", nominate: false), Mobile);
        _agent.HandleMedia(Start + TimeSpan.FromSeconds(6), Mobile);
        Assert.Equal(Home, _agent.Selected);
    }

    [Fact]
    public void Once_consent_is_lost_the_next_valid_check_gives_it_from_wherever_it_comes()
    {
        Handle(Start, Check(nominate: true), Home);
        Assert.Equal(IceResult.Responded, Handle(Start + TimeSpan.FromSeconds(14), Check(), Mobile));
        Assert.Equal(Home, _agent.Selected);

        Assert.Equal(IceResult.Nominated, Handle(Start + TimeSpan.FromSeconds(16), Check(), Mobile));
        Assert.Equal(Mobile, _agent.Selected);
        Assert.True(_agent.HasConsent(Start + TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Aggressive_nomination_settles_on_the_highest_priority()
    {
        Assert.Equal(IceResult.Nominated, Handle(Start, Check(nominate: true, priority: 100), Home));
        var (soon, later) = (Start + TimeSpan.FromMilliseconds(50), Start + TimeSpan.FromMilliseconds(500));
        Assert.Equal(IceResult.Nominated, Handle(soon, Check(nominate: true, priority: 200), Mobile));
        Assert.Equal(IceResult.Responded, Handle(later, Check(nominate: true, priority: 100), Home));
        Assert.Equal(Mobile, _agent.Selected);
    }

    [Fact]
    public void Wrong_credentials_are_not_answered_and_change_nothing()
    {
        var wrongPassword = CheckWriter.Write("serv", "clnt", "guess", nominate: true);
        Assert.Equal(IceResult.BadIntegrity, Handle(Start, wrongPassword, Home));
        Assert.Equal(0, _responseLength);

        (string, string)[] names =
            [("serw", "clnt"), ("serv", "clnu"), ("ser", "vclnt"), ("serv", "clntt"), ("", "")];
        foreach (var (receiver, sender) in names)
        {
            var wrongName = CheckWriter.Write(receiver, sender, Server.Password, nominate: true);
            Assert.Equal(IceResult.WrongUsername, Handle(Start, wrongName, Home));
            Assert.Equal(0, _responseLength);
        }

        Assert.Null(_agent.Selected);
        Assert.Null(_agent.LastValidCheck);
    }

    [Fact]
    public void A_controlled_peer_is_told_to_switch()
    {
        var check = CheckWriter.Write("serv", "clnt", Server.Password, nominate: false, controlled: true);
        Assert.Equal(IceResult.RoleConflict, Handle(Start, check, Home));
        Assert.True(StunMessage.TryParse(_response.AsSpan(0, _responseLength), out var response));
        Assert.Equal(StunClass.ErrorResponse, response.Class);
        Assert.Equal(487, response.ErrorCode);
        Assert.True(response.HasValidIntegrity(Server.PasswordBytes()));
    }

    [Fact]
    public void An_unknown_required_attribute_is_named_in_a_420()
    {
        var check = CheckWriter.Write("serv", "clnt", Server.Password, nominate: true, unknownAttribute: true);
        Assert.Equal(IceResult.UnknownAttribute, Handle(Start, check, Home));
        Assert.True(StunMessage.TryParse(_response.AsSpan(0, _responseLength), out var response));
        Assert.Equal(420, response.ErrorCode);
        Assert.Null(_agent.Selected);
    }

    [Fact]
    public void Responses_and_garbage_are_not_answered()
    {
        Assert.Equal(IceResult.NotARequest, Handle(Start, Rfc5769.ResponseIPv4, Home));
        Assert.Equal(IceResult.Malformed, Handle(Start, [0, 1, 2], Home));
        Assert.Equal(0, _responseLength);
    }

    [Fact]
    public void Every_truncation_of_a_check_is_malformed() =>
        Assert.All(Bytes.Truncations(Check(nominate: true)), bytes =>
            Assert.Equal(IceResult.Malformed, Handle(Start, bytes, Home)));

    [Fact]
    public void A_response_buffer_too_small_is_said_and_selects_nobody()
    {
        var result = _agent.HandleBindingRequest(Start, Check(nominate: true), Home, new byte[40], out var length);
        Assert.Equal(IceResult.NoRoom, result);
        Assert.Equal(0, length);
        Assert.Null(_agent.Selected);
    }

    [Fact]
    public void Answering_a_check_allocates_nothing()
    {
        var check = Check(nominate: true);
        Handle(Start, check, Home);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            Handle(Start, check, Home);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private IceResult Handle(Instant now, byte[] datagram, UdpAddress from) =>
        _agent.HandleBindingRequest(now, datagram, from, _response, out _responseLength);

    private static byte[] Check(bool nominate = false, uint priority = 100) =>
        CheckWriter.Write("serv", "clnt", Server.Password, nominate, priority);
}
