namespace Serverless.Rtc.Units;

/// <summary>Fills the whole destination. Secrets need a cryptographic source; tests pass a seeded one.</summary>
public delegate void RandomBytes(Span<byte> destination);
