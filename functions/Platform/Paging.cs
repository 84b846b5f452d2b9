using System.Globalization;
using Serverless.Contracts.BackEnd;

namespace Serverless.Functions.Platform;

/// <summary>VideoSDK's <c>page</c> and <c>perPage</c>.</summary>
internal readonly record struct Paging(int Page, int PerPage)
{
    /// <summary>What a list shows at most, so that no call costs more than ten scans.</summary>
    public const int MaxListed = 10_000;

    private const int DefaultPerPage = 20;
    private const int MaxPerPage = 100;

    private int Skip => (int)Math.Min((long)(Page - 1) * PerPage, MaxListed);

    public static Outcome<Paging> Read(IQueryCollection query) =>
        TryRead(query["page"], 1, out var page) && TryRead(query["perPage"], DefaultPerPage, out var perPage)
            // Who asks for more gets less and is told so: pageInfo says how to go on.
            ? new Paging(page, Math.Min(perPage, MaxPerPage))
            : Failures.InvalidRequest("page and perPage are whole numbers from 1.");

    public IEnumerable<T> Of<T>(IReadOnlyList<T> all) => all.Skip(Skip).Take(PerPage);

    public PageInfo Info(int total) => new(Page, PerPage, Math.Max(1, (total + PerPage - 1) / PerPage), total);

    private static bool TryRead(string? text, int absent, out int value)
    {
        value = absent;
        return string.IsNullOrEmpty(text)
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0);
    }
}
