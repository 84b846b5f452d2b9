namespace Serverless.Functions.Log;

/// <summary>Row <c>head</c> in partition <c>{roomId}</c> of table <c>log</c>; every append replaces it under its ETag.</summary>
/// <param name="Epoch">Appends of an older one are refused: a worker that lost the room cannot write.</param>
/// <param name="LastSeq">Of the newest entry; 0: none.</param>
internal sealed record LogHead(int Epoch, long LastSeq);
