using System.Security.Cryptography;
using System.Text.Json;
using Serverless.Local.Studio;

namespace Serverless.Local;

/// <summary>
/// Key and secret of the development tenant, and the key that functions and worker share: made once for a data folder and
/// kept there, readable by its owner only, since developers need them and logs must not have them.
/// </summary>
internal sealed record DevelopmentTenantFile(string ApiKey, string Secret, string WorkerKey)
{
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "development-tenant.json");

    public static DevelopmentTenantFile LoadOrCreate(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        var path = PathIn(dataFolder);
        if (File.Exists(path))
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), LocalJson.Default.DevelopmentTenantFile)
                ?? throw new InvalidDataException($"{path} is empty; delete it to get a new development tenant.");
        }

        var tenant = new DevelopmentTenantFile(
            $"dev-{RandomNumberGenerator.GetHexString(16, lowercase: true)}",
            RandomNumberGenerator.GetHexString(64, lowercase: true),
            RandomNumberGenerator.GetHexString(64, lowercase: true));
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        JsonSerializer.Serialize(file, tenant, LocalJson.Default.DevelopmentTenantFile);
        return tenant;
    }

    /// <summary>Never prints the secrets: a record's own ToString would invite them into a log.</summary>
    public override string ToString() => $"DevelopmentTenantFile({ApiKey})";
}
