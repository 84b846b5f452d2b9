using System.Text.Json;
using Serverless.Contracts.Internal;
using Serverless.Functions.Platform;

namespace Serverless.Functions.Log;

/// <summary>What a batch may look like. Workers are ours, but a bug in one must not corrupt what lasts.</summary>
internal static class LogRules
{
    private const int MaxEntries = 50;
    private const int MaxIdLength = 128;

    /// <returns>null: the batch is well formed.</returns>
    public static Failure? Refuse(AppendLogRequest batch)
    {
        if (batch.Entries.Count is 0 or > MaxEntries || batch.AfterSeq < 0 || batch.Epoch < 0)
        {
            return Failures.InvalidRequest($"A batch has 1 to {MaxEntries} entries, an epoch and a sequence number.");
        }

        for (var i = 0; i < batch.Entries.Count; i++)
        {
            // Nullable annotations do not reach into lists.
            if (batch.Entries[i] is not { } entry || entry.Seq != batch.AfterSeq + 1 + i)
            {
                return Failures.InvalidRequest("Entries are numbered from afterSeq + 1 without gaps.");
            }

            if (entry.Id.Length is 0 or > MaxIdLength || entry.Kind.Length is 0 or > MaxIdLength
                || entry.Data.ValueKind != JsonValueKind.Object)
            {
                return Failures.InvalidRequest("An entry has an id, a kind and an object as data.");
            }
        }

        return null;
    }
}
