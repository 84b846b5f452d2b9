namespace Serverless.Functions.Storage;

/// <summary>The named tables of one deployment.</summary>
internal interface ITableStore
{
    ITable Table(string name);
}
