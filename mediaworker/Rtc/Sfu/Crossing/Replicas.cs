using Serverless.Rtc.Rtp;
using Serverless.Rtc.Sdp;
using Serverless.Rtc.Sfu.Voices;
using Serverless.Rtc.Units;

namespace Serverless.Rtc.Sfu.Crossing;

/// <summary>The publications of other shards that viewers here may see and hear.</summary>
internal sealed class Replicas
{
    private readonly Dictionary<uint, RemotePublisher> _publishers = [];
    private readonly Dictionary<uint, Publication> _publications = [];
    private readonly List<RemotePublisher> _wanting = [];

    /// <summary>When <see cref="TellWishes"/> wants to be called, but for what is wanted from now on.</summary>
    public Instant NextWishes { get; private set; } = Instant.Never;

    /// <summary>A publisher of the room is as its home says.</summary>
    public void Apply(Instant now, INeighbour home, Room room, PublisherState state)
    {
        if (state.Publications.Count == 0)
        {
            Forget(now, state.Number);
            return;
        }

        if (!_publishers.TryGetValue(state.Number, out var publisher))
        {
            publisher = new RemotePublisher(home, room, state, _wanting);
            _publishers.Add(state.Number, publisher);
            room.RemotePublishers.Add(publisher);
        }

        publisher.IsConnected = state.IsConnected;
        publisher.Clock.Set(state.ClockOffset);
        foreach (var ended in publisher.Publications.FindAll(old => !state.Publications.Any(kept => kept.Number == old.Number)))
        {
            _publications.Remove(ended.Number);
            publisher.Publications.Remove(ended);
            room.End(now, ended);
        }

        foreach (var publication in state.Publications)
        {
            Apply(publisher, publication);
        }
    }

    /// <summary>The room has no participants here any more.</summary>
    public void Forget(Instant now, Room room)
    {
        foreach (var publisher in room.RemotePublishers.ToArray())
        {
            Forget(now, publisher.Number);
        }
    }

    /// <summary>The layer, which is gone where the message was long under way; null then.</summary>
    public Layer? Find(uint publication, byte place) => _publications.GetValueOrDefault(publication)?.FindLayer(place);

    /// <summary>Takes a packet into its layer, from which it goes to viewers as any other.</summary>
    /// <returns>True if slots may change by it.</returns>
    public static bool Take(Instant now, Layer layer, in StoredPacket packet, ReadOnlySpan<byte> bytes)
    {
        var publication = layer.Publication;
        var payload = bytes[..packet.PayloadLength];
        var descriptor = bytes[packet.PayloadLength..];
        var facts = PacketFacts.Read(packet.Codec, payload);
        var dependency = default(DependencyDescriptor);
        if (!descriptor.IsEmpty)
        {
            if (!layer.TryReadDependency(descriptor, out dependency))
            {
                // From before this replica, or before what it refers to: a receiver could not read it either.
                return false;
            }

            facts = PacketFacts.Read(dependency, layer.Dependencies!.Structure!);
        }

        // The home read its clock later than this shard did, if it began its turn later.
        var at = Instant.Min(now, packet.ArrivedAt);
        if (!layer.TryAdd(at, packet with { ArrivedAt = at, Dependency = dependency }, payload, facts, descriptor))
        {
            return false;
        }

        publication.Voice?.Activity.Handle(at, packet.Level);

        // What came back out of RED is Opus; the stream is RED as before.
        var isOfRed = packet.Codec == CodecKind.Opus && publication.Codec == CodecKind.Red;
        return publication.NoteArrival(isOfRed ? CodecKind.Red : packet.Codec);
    }

    /// <summary>Tells the homes what viewers here want.</summary>
    public void TellWishes(Instant now)
    {
        NextWishes = Instant.Never;
        for (var index = _wanting.Count - 1; index >= 0; index--)
        {
            var next = _wanting[index].TellWishes(now);
            if (next == Instant.Never)
            {
                _wanting.RemoveAt(index);
            }

            NextWishes = Instant.Min(NextWishes, next);
        }
    }

    private void Apply(RemotePublisher publisher, PublicationState state)
    {
        if (!_publications.TryGetValue(state.Number, out var publication))
        {
            publication = new Publication(publisher, state.Section, state.Source, state.Number);
            publication.Adopt(state.Layers);
            _publications.Add(state.Number, publication);
            publisher.Publications.Add(publication);
        }

        publication.Follow(state, FindVoice(publisher.Room, state.Voice));
    }

    /// <summary>A voice outlives a change of its publisher's transport.</summary>
    private static VoiceSource? FindVoice(Room room, uint number)
    {
        foreach (var publisher in room.RemotePublishers)
        {
            foreach (var publication in publisher.Publications)
            {
                if (publication.Voice is { } voice && voice.Number == number)
                {
                    return voice;
                }
            }
        }

        return null;
    }

    private void Forget(Instant now, uint publisher)
    {
        if (_publishers.Remove(publisher, out var gone))
        {
            gone.Publications.ForEach(publication => _publications.Remove(publication.Number));
            gone.Publications.ForEach(publication => gone.Room.End(now, publication));
            gone.Room.RemotePublishers.Remove(gone);
            _wanting.Remove(gone);
        }
    }
}
