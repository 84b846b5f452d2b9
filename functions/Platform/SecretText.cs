namespace Serverless.Functions.Platform;

/// <summary>Ids and codes out of random bytes.</summary>
internal static class SecretText
{
    // Crockford's base 32: 5 bits of a byte each, without bias; i, l, o and u are left out, since people misread them.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary><paramref name="length"/> letters of 5 bits each.</summary>
    public static string Letters(this ISecrets secrets, int length)
    {
        Span<byte> bytes = stackalloc byte[length];
        secrets.Fill(bytes);
        Span<char> letters = stackalloc char[length];
        for (var i = 0; i < length; i++)
        {
            letters[i] = Alphabet[bytes[i] & 31];
        }

        return new string(letters);
    }

    /// <summary>Three groups of four letters, 60 bits: people read such codes to each other.</summary>
    public static string Code(this ISecrets secrets) => Group(secrets.Letters(12));

    /// <summary>Twelve letters in groups of four.</summary>
    public static string Group(ReadOnlySpan<char> letters) => $"{letters[..4]}-{letters[4..8]}-{letters[8..]}";

    /// <summary><paramref name="number"/> in <paramref name="length"/> letters, which sort as the numbers do.</summary>
    public static string Number(long number, int length) => string.Create(length, number, static (letters, rest) =>
    {
        for (var i = letters.Length - 1; i >= 0; i--)
        {
            letters[i] = Alphabet[(int)(rest & 31)];
            rest >>= 5;
        }
    });

    public static bool IsLetter(char letter) => Alphabet.Contains(letter, StringComparison.Ordinal);

    /// <summary>What a person typed, as <see cref="Code"/> wrote it: any case, with or without hyphens; null: no code.</summary>
    public static string? NormalizeCode(string typed)
    {
        if (typed.Length > 40)
        {
            return null;
        }

        var letters = new string([.. typed.Where(c => c is not ('-' or ' ')).Select(Canonical)]);
        return letters.Length == 12 && letters.All(Alphabet.Contains)
            ? Group(letters)
            : null;
    }

    /// <summary>130 bits as letters.</summary>
    public static string Key(this ISecrets secrets) => secrets.Letters(26);

    private static char Canonical(char typed) => char.ToLowerInvariant(typed) switch
    {
        'o' => '0',
        'i' or 'l' => '1',
        var letter => letter,
    };
}
