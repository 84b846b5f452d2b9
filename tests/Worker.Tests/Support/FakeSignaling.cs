using System.Text.Json;
using Serverless.Contracts.Signaling;
using Serverless.Worker.Signaling;

namespace Serverless.Worker.Tests.Support;

/// <summary>Takes what a room sends, in order.</summary>
internal sealed class FakeSignaling : ISignaling
{
    private readonly Lock _lock = new();
    private readonly List<(string Group, WorkerMessage Message)> _sent = [];
    private readonly HashSet<string> _groups = [];

    public bool IsUp { get; set; } = true;

    public IReadOnlyList<(string Group, WorkerMessage Message)> Sent
    {
        get
        {
            lock (_lock)
            {
                return [.. _sent];
            }
        }
    }

    public IReadOnlyList<string> JoinedGroups
    {
        get
        {
            lock (_lock)
            {
                return [.. _groups.Order(StringComparer.Ordinal)];
            }
        }
    }

    public Task JoinGroupAsync(string group, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _groups.Add(group);
        }

        return Task.CompletedTask;
    }

    public void LeaveGroup(string group)
    {
        lock (_lock)
        {
            _groups.Remove(group);
        }
    }

    public void Send(string group, ReadOnlyMemory<byte> json, Delivery delivery)
    {
        var message = JsonSerializer.Deserialize(json.Span, SignalingJson.Default.WorkerMessage)!;
        Assert.Equal(message is FeedMessage ? Delivery.Feed : Delivery.Direct, delivery);
        lock (_lock)
        {
            _sent.Add((group, message));
        }
    }
}
