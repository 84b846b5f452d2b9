namespace Serverless.Worker.Functions;

/// <summary>What became of a batch for the log.</summary>
internal enum AppendResult
{
    /// <summary>Every entry is durable.</summary>
    Appended,

    /// <summary>The log is longer than the worker believed: nothing of this call was stored, perhaps all of an earlier one.</summary>
    StaleSequence,

    /// <summary>The room lives on another worker.</summary>
    StaleEpoch,

    /// <summary>No answer, or an error: the batch may be stored or not.</summary>
    Unavailable,
}
