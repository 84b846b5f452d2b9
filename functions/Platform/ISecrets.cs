namespace Serverless.Functions.Platform;

/// <summary>Where unguessable bytes come from.</summary>
internal interface ISecrets
{
    void Fill(Span<byte> bytes);
}
