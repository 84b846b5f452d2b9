using System.Security.Cryptography;

namespace Serverless.Functions.Secrecy;

/// <summary>One key that secrets are encrypted with before they are stored: 32 bytes, and a name that tells which it is.</summary>
public sealed class DataKey
{
    public const int Bytes = 32;

    private const string FileName = "data-key";
    private const int NameLength = 8;

    private readonly byte[] _key;

    private DataKey(byte[] key)
    {
        _key = key;
        Name = Convert.ToHexStringLower(SHA256.HashData(key))[..NameLength];
    }

    /// <summary>Of the key's hash; stands beside what was encrypted with it.</summary>
    public string Name { get; }

    internal ReadOnlySpan<byte> Key => _key;

    /// <param name="list">Keys in base64, separated by commas. The first encrypts, all decrypt.</param>
    /// <exception cref="FormatException">Says what is wrong, without the keys.</exception>
    public static IReadOnlyList<DataKey> ParseList(string? list)
    {
        var keys = new List<DataKey>();
        foreach (var text in (list ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var key = new byte[Bytes];
            if (!Convert.TryFromBase64String(text, key, out var length) || length != Bytes)
            {
                throw new FormatException($"A data key is {Bytes} random bytes in base64; several are separated by commas.");
            }

            keys.Add(new DataKey(key));
        }

        return keys;
    }

    /// <summary>The data folder's key, made at the first call; the file is readable by its owner only.</summary>
    /// <exception cref="InvalidDataException">The file is there but does not hold a key.</exception>
    public static DataKey LoadOrCreate(string dataPath)
    {
        Directory.CreateDirectory(dataPath);
        var path = Path.Combine(dataPath, FileName);
        if (!File.Exists(path))
        {
            var made = RandomNumberGenerator.GetBytes(Bytes);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var writer = new StreamWriter(path, options);
            writer.Write(Convert.ToBase64String(made));
            return new DataKey(made);
        }

        try
        {
            return ParseList(File.ReadAllText(path)) is [var key]
                ? key
                : throw new InvalidDataException($"{path} does not hold one key.");
        }
        catch (FormatException problem)
        {
            throw new InvalidDataException($"{path} does not hold one key.", problem);
        }
    }

    /// <summary>Without the key.</summary>
    public override string ToString() => $"DataKey {Name}";
}
