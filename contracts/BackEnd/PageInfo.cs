namespace Serverless.Contracts.BackEnd;

/// <summary>Where a page of a list is. Lists show the newest 10,000 of what there is.</summary>
/// <param name="CurrentPage">From 1.</param>
/// <param name="PerPage">At most 100.</param>
/// <param name="LastPage">1 where there is nothing.</param>
/// <param name="Total">On all pages.</param>
public sealed record PageInfo(int CurrentPage, int PerPage, int LastPage, int Total);
