namespace Serverless.Worker.Signaling;

/// <summary>The way to the clients, as rooms see it.</summary>
internal interface ISignaling
{
    /// <summary>False while messages of clients may be getting lost on the way here.</summary>
    bool IsUp { get; }

    /// <summary>Completes when the service confirmed the membership. Memberships are counted: each join needs its leave.</summary>
    /// <exception cref="PubSubRefusedException">The service said no.</exception>
    Task JoinGroupAsync(string group, CancellationToken cancellation);

    void LeaveGroup(string group);

    /// <summary>Queues and returns; messages to one group keep their order.</summary>
    /// <param name="group">Its name.</param>
    /// <param name="json">One JSON value in UTF-8; not changed by anybody afterwards.</param>
    /// <param name="delivery">What may be dropped under pressure.</param>
    void Send(string group, ReadOnlyMemory<byte> json, Delivery delivery);
}
