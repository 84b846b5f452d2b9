namespace Serverless.Local;

/// <summary>Local mode runs from a checkout: the Studio's sources and its data folder are beside it.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Serverless.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("Local mode runs from a checkout of the repository: Serverless.sln was not found.");
    }
}
