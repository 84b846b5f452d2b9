using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Tests.Sfu.Voices;

/// <summary>
/// Sources that follow drawn timelines: one character is 100 ms of 20 ms packets. <c>#</c> speech, <c>@</c> loud
/// speech,
/// <c>.</c> silence, <c>~</c> packets without a level, a space none at all.
/// </summary>
internal sealed class Conversation
{
    public const int PacketsPerTick = 5;

    private static readonly TimeSpan PacketTime = TimeSpan.FromMilliseconds(20);

    private readonly (VoiceSource Source, string Timeline)[] _parts;
    private int _tick;

    public Conversation(params (string Name, string Timeline)[] parts)
    {
        _parts = [.. parts.Select((part, index) => (new VoiceSource((uint)index, part.Name), part.Timeline))];
        foreach (var (source, _) in _parts)
        {
            Ranking.Add(source);
        }
    }

    public VoiceRanking Ranking { get; } = new();

    public Instant Now { get; private set; } = new(1_000_000_000);

    public VoiceSource this[string name] => _parts.Single(part => part.Source.Owner == name).Source;

    /// <summary>Plays the next 100 ms, and lets the room choose.</summary>
    public void Tick()
    {
        for (var packet = 0; packet < PacketsPerTick; packet++)
        {
            Now += PacketTime;
            foreach (var (source, timeline) in _parts)
            {
                if (_tick < timeline.Length && timeline[_tick] != ' ')
                {
                    source.Activity.Handle(Now, Level(timeline[_tick]));
                }
            }
        }

        _tick++;
        Ranking.Update(Now);
    }

    /// <summary>Plays to the end of the longest timeline.</summary>
    public void Play(Action<int> afterTick)
    {
        for (var tick = 0; tick < _parts.Max(part => part.Timeline.Length); tick++)
        {
            Tick();
            afterTick(tick);
        }
    }

    public string Heard() =>
        string.Concat(Enumerable.Range(0, VoiceRanking.SlotCount).Select(slot => Ranking[slot]?.Owner ?? "-"));

    private static byte? Level(char drawn) => drawn switch
    {
        '#' => 35,
        '@' => 20,
        '.' => 127,
        '~' => null,
        _ => throw new ArgumentOutOfRangeException(nameof(drawn)),
    };
}
