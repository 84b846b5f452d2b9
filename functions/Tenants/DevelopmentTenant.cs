using System.Security.Cryptography;
using System.Text.Json;

namespace Serverless.Functions.Tenants;

/// <summary>The one tenant of a local system. Its secret stays on the server: in the options, or in the data folder.</summary>
/// <param name="ApiKey">Public.</param>
/// <param name="Secret">Signs API tokens (HS256); at least 32 characters.</param>
public sealed record DevelopmentTenant(string ApiKey, string Secret)
{
    public const string TenantId = "t-dev";

    private const string FileName = "development-tenant.json";

    /// <summary>The data folder's tenant, made at the first call; the file is readable by its owner only.</summary>
    /// <exception cref="InvalidDataException">The file is there but does not hold a tenant.</exception>
    public static DevelopmentTenant LoadOrCreate(string dataPath)
    {
        Directory.CreateDirectory(dataPath);
        var path = Path.Combine(dataPath, FileName);
        if (!File.Exists(path))
        {
            var made = new DevelopmentTenant(
                $"dev-{RandomNumberGenerator.GetHexString(16, lowercase: true)}",
                RandomNumberGenerator.GetHexString(64, lowercase: true));
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, options);
            JsonSerializer.Serialize(file, made, TenantRows.Default.DevelopmentTenant);
            return made;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), TenantRows.Default.DevelopmentTenant)
                ?? throw new InvalidDataException($"{path} is empty. Delete it and start again.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{path} is broken. Delete it and start again.", problem);
        }
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"DevelopmentTenant {ApiKey}";
}
