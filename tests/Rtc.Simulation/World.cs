using Serverless.Rtc.Simulation.Network;
using Serverless.Rtc.Simulation.Peers;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Simulation;

/// <summary>Virtual time, a network, one server and its clients. One seed decides everything that happens.</summary>
public sealed class World : IDisposable
{
    /// <summary>Not zero, which <c>default(Instant)</c> would hide behind.</summary>
    private static readonly Instant Start = new(10_000_000);

    private const int MostTurns = 1000;

    private static readonly int UsualShards =
        int.TryParse(Environment.GetEnvironmentVariable("SIMULATION_SHARDS"), out var shards) ? shards : 1;

    private readonly Random _random;
    private readonly List<INode> _nodes = [];
    private readonly List<Instant> _deadlines = [];
    private readonly Dictionary<INode, int> _indices = [];
    private readonly PriorityQueue<Action, (long At, int Order)> _plans = new();
    private readonly Dictionary<INode, Queue<(UdpAddress From, byte[] Datagram)>> _standing = [];
    private int _planCount;

    /// <param name="seed">Decides everything.</param>
    /// <param name="shards">Engines of the server; null for what SIMULATION_SHARDS says, or else one.</param>
    public World(int seed, int? shards = null)
    {
        Seed = seed;
        _random = new Random(seed);
        Now = Start;
        Network = new VirtualNetwork(_random.Next());
        Server = new SimulatedServer(this, Randomness(), shards ?? UsualShards);
        foreach (var shard in Server.Shards)
        {
            Add(shard);
            Network.Attach(shard.Address, shard);
        }
    }

    public int Seed { get; }

    public Instant Now { get; private set; }

    public TimeSpan Elapsed => Now - Start;

    public EventLog Log { get; } = new();

    public VirtualNetwork Network { get; }

    public SimulatedServer Server { get; }

    public List<SimulatedClient> Clients { get; } = [];

    /// <summary>A client that joins now.</summary>
    public SimulatedClient Join(ClientSettings settings)
    {
        var client = new SimulatedClient(this, settings, Clients.Count + 1, Randomness());
        Clients.Add(client);
        Network.Attach(client.Address, client, settings.Up, settings.Down);
        Add(client);
        client.Join();
        Refresh(client);
        return client;
    }

    public RandomBytes Randomness()
    {
        var random = new Random(_random.Next());
        return destination => random.NextBytes(destination);
    }

    /// <summary>Does something later.</summary>
    public void After(TimeSpan delay, Action action) => _plans.Enqueue(action, ((Now + delay).Microseconds, _planCount++));

    /// <summary>The node's machine has no time for it: what comes waits in its socket, and no timer runs.</summary>
    public void StandStill(INode node, TimeSpan duration)
    {
        if (_standing.TryAdd(node, new Queue<(UdpAddress, byte[])>()))
        {
            After(duration, () => GoOn(node));
        }
    }

    public void RunFor(TimeSpan duration) => RunUntil(static () => false, duration);

    /// <returns>False when the time ran out.</returns>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        var end = Now + limit;

        // Tests reach into server and clients between runs.
        foreach (var node in _nodes)
        {
            Refresh(node);
        }

        while (!condition())
        {
            var next = Next();
            if (next > end)
            {
                Now = end;
                return false;
            }

            Now = next > Now ? next : Now;
            Step();
        }

        return true;
    }

    /// <summary>Fails the test with the seed in the message.</summary>
    public void Expect(bool condition, string what) => Assert.True(condition, $"seed {Seed}, {Elapsed.TotalSeconds:F3} s: {what}");

    public void Dispose()
    {
        Server.Dispose();
        Clients.ForEach(client => client.Dispose());
    }

    private void Add(INode node)
    {
        _indices.Add(node, _nodes.Count);
        _nodes.Add(node);
        _deadlines.Add(Instant.Never);
    }

    private void Refresh(INode node) =>
        _deadlines[_indices[node]] = _standing.ContainsKey(node) ? Instant.Never : node.NextDeadline;

    private void GoOn(INode node)
    {
        _standing.Remove(node, out var waiting);
        foreach (var (from, datagram) in waiting!)
        {
            node.HandleDatagram(Now, from, datagram);
        }

        node.EndBatch(Now);
    }

    /// <summary>One may have something for another.</summary>
    private void RefreshShards()
    {
        if (Server.Shards.Count > 1)
        {
            foreach (var shard in Server.Shards)
            {
                Refresh(shard);
            }
        }
    }

    private Instant Next()
    {
        var next = Network.NextArrival;
        foreach (var deadline in _deadlines)
        {
            next = Instant.Min(next, deadline);
        }

        return _plans.TryPeek(out _, out var plan) ? Instant.Min(next, new Instant(plan.At)) : next;
    }

    private void Step()
    {
        while (_plans.TryPeek(out var action, out var plan) && plan.At <= Now.Microseconds)
        {
            _plans.Dequeue();
            action();
            _nodes.ForEach(Refresh);
        }

        Deliver();
        for (var index = 0; index < _nodes.Count; index++)
        {
            // A server takes only some handshakes in one turn, and wants to be called again at once.
            for (var turn = 0; _deadlines[index] <= Now; turn++)
            {
                Expect(turn < MostTurns, $"node {index} did not get past its deadline");
                _nodes[index].HandleTimeout(Now);
                Refresh(_nodes[index]);
                RefreshShards();
            }
        }
    }

    private void Deliver()
    {
        var touched = new List<INode>();
        while (Network.TryDeliver(Now, out var node, out var from, out var datagram))
        {
            if (_standing.TryGetValue(node, out var waiting))
            {
                waiting.Enqueue((from, datagram));
                continue;
            }

            node.HandleDatagram(Now, from, datagram);
            if (touched.Count == 0 || touched[^1] != node)
            {
                touched.Add(node);
            }
        }

        foreach (var node in touched)
        {
            node.EndBatch(Now);
            Refresh(node);
        }

        RefreshShards();
    }
}
