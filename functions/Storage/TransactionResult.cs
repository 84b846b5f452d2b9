namespace Serverless.Functions.Storage;

/// <param name="FailedOperation">Index of the operation whose condition did not hold; null: all were done.</param>
internal readonly record struct TransactionResult(int? FailedOperation)
{
    public bool Committed => FailedOperation is null;
}
