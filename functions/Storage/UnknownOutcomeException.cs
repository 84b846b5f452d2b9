namespace Serverless.Functions.Storage;

/// <summary>
/// The storage did not answer a write, and what it holds now does not tell whether the write was done. The caller must not
/// take it for done, nor for refused: who asked has to ask again.
/// </summary>
internal sealed class UnknownOutcomeException(Exception inner)
    : Exception("The storage did not answer a write, and its outcome cannot be read back.", inner);
