namespace Serverless.CustomHandler.Tests.Host;

/// <summary>The folder of an app as the Functions host reads it before it starts anything.</summary>
internal sealed record FunctionsApp(string Folder, HostJson Host, IReadOnlyList<FunctionJson> Functions)
{
    /// <exception cref="HostRefusalException">Names everything that is wrong.</exception>
    public static FunctionsApp Load(string folder)
    {
        var problems = new List<string>();
        var host = HostJson.Read(folder, problems);
        var functions = Directory.EnumerateDirectories(folder)
            .Where(child => File.Exists(Path.Combine(child, "function.json")))
            .Order(StringComparer.Ordinal)
            .Select(child => FunctionJson.Read(child, host, problems))
            .OfType<FunctionJson>()
            .ToList();
        CheckExecutable(Path.Combine(folder, host.Executable), problems);
        if (functions.Count == 0)
        {
            problems.Add("There is no function.");
        }

        problems.AddRange(functions
            .Where(function => function.Route is not null)
            .GroupBy(function => function.Route, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Count() > 1)
            .Select(same => $"Several functions have the route {same.Key}."));
        if (File.Exists(Path.Combine(folder, "local.settings.json")))
        {
            problems.Add("local.settings.json holds a developer's secrets and must not be published.");
        }

        return problems.Count == 0 ? new FunctionsApp(folder, host, functions) : throw new HostRefusalException(problems);
    }

    private static void CheckExecutable(string path, List<string> problems)
    {
        if (!File.Exists(path))
        {
            problems.Add("defaultExecutablePath is not a file of the app.");
        }
        else if (!File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute))
        {
            problems.Add("The executable may not be executed.");
        }
    }
}
