using System.Text.Json;
using Serverless.Contracts.Signaling;

namespace Serverless.Contracts.Internal;

/// <summary>POST /internal/transports on a worker, by functions: a verified person joins or resumes.</summary>
public sealed record CreateTransportRequest
{
    /// <summary>A signed <see cref="Tokens.Ticket"/>; the worker takes identity and rights from nothing else.</summary>
    public required string Ticket { get; init; }

    /// <summary>The room's epoch on this worker; the worker opens the room where it is not open yet.</summary>
    public required int Epoch { get; init; }

    public JsonElement? Metadata { get; init; }

    public string? Offer { get; init; }

    public IReadOnlyList<PublishSection> Publish { get; init; } = [];

    /// <summary>The participant may exist already and keeps its place; nobody sees a leave or a join.</summary>
    public bool Resume { get; init; }
}
