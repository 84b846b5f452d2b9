namespace Serverless.Load.Handshakes;

/// <summary>The command line of <see cref="HandshakeCommand"/>.</summary>
internal static class HandshakeProgram
{
    public const string Name = "handshakes";

    private const string Help = """
        usage: dotnet run -c Release --project tests/Load -- handshakes

        DTLS handshakes of the worker's own code, in memory: CPU time of the server's side alone, in rounds that take turns with
        `openssl speed`, which must be installed.
        """;

    /// <param name="hasOptions">There are none: whoever gives one wants to know.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(bool hasOptions)
    {
        if (hasOptions)
        {
            Console.WriteLine(Help);
            return 0;
        }

        try
        {
            await new HandshakeCommand(Console.Out).RunAsync(CancellationToken.None);
            return 0;
        }
        catch (Exception problem) when (problem is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 3;
        }
    }
}
