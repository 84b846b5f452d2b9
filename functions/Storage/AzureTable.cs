using System.Diagnostics;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Serverless.Functions.Storage;

/// <summary>
/// One table of the account; made at the first write that misses it. Each write carries an id of its own into its rows, so
/// that a try which was done but not answered is recognised when the next one finds its condition broken.
/// </summary>
internal sealed class AzureTable(TableClient client) : ITable
{
    private const string ETagStart = "W/\"datetime'";

    public async Task<Row?> GetAsync(string partition, string key, CancellationToken cancellationToken)
    {
        TableGuard.RequireRow(partition, key);
        return await FindAsync(partition, key, cancellationToken) is { } entity ? TableEntities.ToRow(entity) : null;
    }

    public async Task<IReadOnlyList<Row>> ScanAsync(
        string partition, RowRange range, int limit, CancellationToken cancellationToken)
    {
        TableKey.Require(partition);
        TableGuard.RequireLimit(limit);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {range.From}");
        if (range.Before is { } before)
        {
            filter += TableClient.CreateQueryFilter($" and RowKey lt {before}");
        }

        var rows = new List<Row>();
        try
        {
            // A page may hold fewer rows than there are, even none: the service stops where it likes and says how to go on.
            await foreach (var entity in client.QueryAsync<TableEntity>(filter, limit, null, cancellationToken))
            {
                rows.Add(TableEntities.ToRow(entity));
                if (rows.Count == limit)
                {
                    break;
                }
            }
        }
        catch (RequestFailedException problem) when (problem.ErrorCode == TableErrorCode.TableNotFound)
        {
            return [];
        }

        return rows;
    }

    public Task<string?> InsertAsync(
        string partition, string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        TableGuard.RequireRow(partition, key);
        TableGuard.RequireBody(body);
        return WriteAsync(partition, new TableOperation.Insert(key, body), cancellationToken);
    }

    public async Task<string?> ReplaceAsync(
        string partition, string key, ReadOnlyMemory<byte> body, string etag, CancellationToken cancellationToken)
    {
        TableGuard.RequireRow(partition, key);
        TableGuard.RequireBody(body);
        return IsETag(etag)
            ? await WriteAsync(partition, new TableOperation.Replace(key, body, etag), cancellationToken)
            : null;
    }

    public async Task<bool> DeleteAsync(
        string partition, string key, string? etag, CancellationToken cancellationToken)
    {
        TableGuard.RequireRow(partition, key);
        if (etag is not null && !IsETag(etag))
        {
            return false;
        }

        using var tries = UnansweredTries.Watch();
        try
        {
            var ifMatch = etag is null ? ETag.All : new ETag(etag);
            var response = await client.DeleteEntityAsync(partition, key, ifMatch, cancellationToken);
            // Gone after a try without an answer: that try took it away, or it would be there.
            return response.Status != StatusCodes.Status404NotFound || tries.Any;
        }
        catch (RequestFailedException problem) when (IsBroken(problem))
        {
            return tries.Any ? throw new UnknownOutcomeException(problem) : false;
        }
    }

    public async Task<TransactionResult> TransactAsync(
        string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        TableGuard.RequireTransaction(partition, operations);
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i] is TableOperation.Replace { ETag: var old } && !IsETag(old)
                || operations[i] is TableOperation.Delete { ETag: { } gone } && !IsETag(gone))
            {
                return new TransactionResult(i);
            }
        }

        var write = Guid.NewGuid();
        var actions = operations.Select(operation => ToAction(partition, operation, write)).ToList();
        using var tries = UnansweredTries.Watch();
        try
        {
            await InTableAsync(() => client.SubmitTransactionAsync(actions, cancellationToken), cancellationToken);
            return new TransactionResult(null);
        }
        catch (TableTransactionFailedException problem) when (IsBroken(problem))
        {
            if (!tries.Any)
            {
                return new TransactionResult(problem.FailedTransactionActionIndex ?? 0);
            }

            return await WasDoneAsync(partition, operations, write, cancellationToken)
                ? new TransactionResult(null)
                : throw new UnknownOutcomeException(problem);
        }
    }

    // "*" would match whatever is there.
    private static bool IsETag(string etag) => etag.StartsWith(ETagStart, StringComparison.Ordinal);

    private static bool IsBroken(RequestFailedException problem) => problem.Status is
        StatusCodes.Status404NotFound or StatusCodes.Status409Conflict or StatusCodes.Status412PreconditionFailed
        && problem.ErrorCode != TableErrorCode.TableNotFound;

    private static TableTransactionAction ToAction(string partition, TableOperation operation, Guid write) =>
        operation switch
        {
            TableOperation.Insert insert => new(
                TableTransactionActionType.Add, TableEntities.ToEntity(partition, insert, write)),
            TableOperation.Replace replace => new(
                TableTransactionActionType.UpdateReplace, TableEntities.ToEntity(partition, replace, write),
                new ETag(replace.ETag)),
            TableOperation.Put put => new(
                TableTransactionActionType.UpsertReplace, TableEntities.ToEntity(partition, put, write)),
            TableOperation.Delete delete => new(
                TableTransactionActionType.Delete, new TableEntity(partition, delete.Key),
                delete.ETag is null ? ETag.All : new ETag(delete.ETag)),
            _ => throw new UnreachableException(),
        };

    private async Task<string?> WriteAsync(
        string partition, TableOperation operation, CancellationToken cancellationToken)
    {
        var write = Guid.NewGuid();
        var entity = TableEntities.ToEntity(partition, operation, write);
        using var tries = UnansweredTries.Watch();
        try
        {
            var response = await InTableAsync(
                () => operation is TableOperation.Replace replace
                    ? client.UpdateEntityAsync(
                        entity, new ETag(replace.ETag), TableUpdateMode.Replace, cancellationToken)
                    : client.AddEntityAsync(entity, cancellationToken),
                cancellationToken);
            return response.Headers.ETag?.ToString() ?? throw new InvalidDataException("A write was answered without an ETag.");
        }
        catch (RequestFailedException problem) when (IsBroken(problem))
        {
            if (!tries.Any)
            {
                return null;
            }

            return await FindAsync(partition, operation.Key, cancellationToken) is { } stored
                && TableEntities.IsWrittenBy(stored, write)
                ? stored.ETag.ToString()
                : throw new UnknownOutcomeException(problem);
        }
    }

    // All or nothing: one row tells.
    private async Task<bool> WasDoneAsync(
        string partition, IReadOnlyList<TableOperation> operations, Guid write, CancellationToken cancellationToken)
    {
        var isDeleteOnly = true;
        foreach (var operation in operations)
        {
            var stored = await FindAsync(partition, operation.Key, cancellationToken);
            if (operation is not TableOperation.Delete)
            {
                isDeleteOnly = false;
                if (stored is not null && TableEntities.IsWrittenBy(stored, write))
                {
                    return true;
                }
            }
            else if (stored is not null)
            {
                return false;
            }
        }

        return isDeleteOnly;
    }

    private async Task<TableEntity?> FindAsync(string partition, string key, CancellationToken cancellationToken)
    {
        var response = await client.GetEntityIfExistsAsync<TableEntity>(partition, key, null, cancellationToken);
        return response.HasValue ? response.Value : null;
    }

    private async Task<T> InTableAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken)
    {
        try
        {
            return await write();
        }
        catch (RequestFailedException problem) when (problem.ErrorCode == TableErrorCode.TableNotFound)
        {
            await client.CreateIfNotExistsAsync(cancellationToken);
            return await write();
        }
    }
}
