using System.Security.Cryptography;
using Serverless.Functions.Platform;
using Serverless.Functions.Secrecy;

namespace Serverless.Functions.Tests.Secrecy;

public sealed class SecretVaultTests
{
    private const string Row = "tenants/key/k-1";

    private static readonly string Old = Convert.ToBase64String(Enumerable.Repeat((byte)1, DataKey.Bytes).ToArray());
    private static readonly string New = Convert.ToBase64String(Enumerable.Repeat((byte)2, DataKey.Bytes).ToArray());

    [Fact]
    public void What_is_sealed_opens_for_its_own_row_and_looks_different_each_time()
    {
        var vault = Vault(New);
        var (one, two) = (vault.Seal("hush", Row), vault.Seal("hush", Row));

        Assert.NotEqual(one, two);
        Assert.DoesNotContain("hush", one, StringComparison.Ordinal);
        Assert.Equal("hush", vault.Open(one, Row));
        Assert.True(vault.IsCurrent(one));
        Assert.Throws<InvalidDataException>(() => vault.Open(one, "tenants/key/k-2"));
    }

    [Fact]
    public void Every_changed_letter_is_noticed()
    {
        var vault = Vault(New);
        var text = vault.Seal("hush", Row);
        for (var i = text.LastIndexOf(':') + 1; i < text.Length - 1; i++)
        {
            var changed = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];
            Assert.Throws<InvalidDataException>(() => vault.Open(changed, Row));
        }
    }

    [Fact]
    public void An_older_key_opens_what_it_sealed_until_it_is_taken_off_the_list()
    {
        var text = Vault(Old).Seal("hush", Row);

        Assert.Equal("hush", Vault($"{New}, {Old}").Open(text, Row));
        Assert.False(Vault($"{New}, {Old}").IsCurrent(text));
        Assert.Throws<InvalidDataException>(() => Vault(New).Open(text, Row));
        Assert.Throws<InvalidDataException>(() => Vault(null).Open(text, Row));
    }

    [Fact]
    public void Clear_text_from_before_is_read_and_is_not_current_once_there_is_a_key()
    {
        Assert.Equal("hush", Vault(New).Open("hush", Row));
        Assert.False(Vault(New).IsCurrent("hush"));
        Assert.True(Vault(null).IsCurrent("hush"));
        Assert.Equal("hush", Vault(null).Seal("hush", Row));
    }

    [Theory]
    [InlineData("too short")]
    [InlineData("AAAA")]
    [InlineData("not base64 at all !")]
    public void A_list_of_keys_that_is_none_is_refused_without_its_text(string list) =>
        Assert.DoesNotContain(list, Assert.Throws<FormatException>(() => DataKey.ParseList(list)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_data_folders_key_is_made_once_and_only_its_owner_reads_it()
    {
        var folder = Directory.CreateTempSubdirectory("key-").FullName;
        var (first, second) = (DataKey.LoadOrCreate(folder), DataKey.LoadOrCreate(folder));
        var mode = File.GetUnixFileMode(Path.Combine(folder, "data-key"));
        Directory.Delete(folder, recursive: true);

        Assert.Equal(first.Name, second.Name);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    private static SecretVault Vault(string? keys) => new(new FunctionsOptions
    {
        PublicUrl = new Uri("http://localhost"),
        WorkerKey = RandomNumberGenerator.GetHexString(64),
        DataKeys = DataKey.ParseList(keys),
    });
}
