using Serverless.Rtc.Ice;

namespace Serverless.Rtc.Tests.Ice;

public sealed class IceCredentialsTests
{
    [Fact]
    public void Generated_credentials_have_the_lengths_and_characters_of_RFC_8839()
    {
        var random = new Random(1);
        var credentials = IceCredentials.Generate(random.NextBytes);
        Assert.InRange(credentials.Ufrag.Length, 4, 256);
        Assert.InRange(credentials.Password.Length, 22, 256);
        Assert.All(
            credentials.Ufrag + credentials.Password, c => Assert.True(IsIceChar(c)));
        Assert.NotEqual(credentials, IceCredentials.Generate(random.NextBytes));
    }

    [Fact]
    public void The_same_random_bytes_give_the_same_credentials() =>
        Assert.Equal(
            IceCredentials.Generate(new Random(5).NextBytes), IceCredentials.Generate(new Random(5).NextBytes));

    [Fact]
    public void The_password_is_not_printed() =>
        Assert.DoesNotContain("secret", new IceCredentials("abcd", "secret").ToString(), StringComparison.Ordinal);

    private static bool IsIceChar(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/';
}
