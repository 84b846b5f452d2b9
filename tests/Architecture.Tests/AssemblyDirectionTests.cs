using System.Reflection;

namespace Serverless.Architecture.Tests;

/// <summary>contracts ← functions, Worker, local; Rtc ← Interop ← Worker; only local knows both halves.</summary>
public sealed class AssemblyDirectionTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Serverless.Contracts"] = [],
        ["Serverless.Rtc"] = [],
        ["Serverless.Interop"] = ["Serverless.Rtc"],
        ["Serverless.Worker"] = ["Serverless.Contracts", "Serverless.Rtc", "Serverless.Interop"],
        ["Serverless.Functions"] = ["Serverless.Contracts"],
        ["Serverless.Local"] = ["Serverless.Contracts", "Serverless.Functions", "Serverless.Worker"],

        // It knows the system as clients do: by its wire, and by the media core that both ends are made of.
        ["Serverless.Load"] = ["Serverless.Contracts", "Serverless.Rtc", "Serverless.Interop"],
    };

    /// <summary>What the media core must not even be able to reach: it has no sockets and no threads of its own.</summary>
    private static readonly string[] ForbiddenInTheCore =
    [
        "System.Net.Sockets", "System.Net.Http", "System.Threading.Tasks.Parallel", "System.Threading.Channels", "System.Threading.Thread",
    ];

    public static TheoryData<string> Assemblies() => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void An_assembly_knows_only_what_lies_below_it(string name)
    {
        var known = Load(name).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(reference => reference.StartsWith("Serverless.", StringComparison.Ordinal));

        Assert.Empty(known.Except(Allowed[name]));
    }

    [Fact]
    public void The_media_core_has_no_sockets_and_no_threads()
    {
        var references = Load("Serverless.Rtc").GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.Empty(references.Intersect(ForbiddenInTheCore));
    }

    [Fact]
    public void Only_interop_is_unsafe()
    {
        var projects = Repository.Files(".csproj").Where(project => Repository.Read(project).Contains("AllowUnsafeBlocks"));

        Assert.Equal(["mediaworker/Interop/Interop.csproj"], projects);
    }

    private static Assembly Load(string name) => Assembly.Load(new AssemblyName(name));
}
