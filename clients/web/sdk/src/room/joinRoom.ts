import type { VideoCodec } from '../media/codecs.ts';
import type { SoundContent } from '../media/encodings.ts';
import { LocalTracks } from '../media/localTracks.ts';
import { MediaLink } from '../media/mediaLink.ts';
import type { PeerOffer } from '../media/peer.ts';
import { SlotTable } from '../media/slots.ts';
import type { JsonObject } from '../protocol/decoder.ts';
import type { ParticipantMode, TrackSource } from '../protocol/participant.ts';
import type { JoinRequest, JoinResponse } from '../protocol/rest.ts';
import { RestApi } from '../rest.ts';
import { sleep, type Random } from '../signaling/backoff.ts';
import { PubSubSocket, type SocketFactory } from '../signaling/socket.ts';
import { sdk } from '../version.ts';
import { askPatiently, type Obstacle } from './patience.ts';
import { Room } from './room.ts';
import { Timings } from './timings.ts';

/**
 * `starting`: a media server is being started. `waiting`: for a moderator's answer, however long that takes. `busy`: no media
 * server has room or time. `unreachable`: the network. The last two end after half a minute with the error.
 */
export type PendingState = 'starting' | 'waiting' | Obstacle;

export interface JoinOptions {
  /** Where `/v2` is, for example `location.origin`. */
  readonly baseUrl: string;
  /** A participant token: from an invite, or made by the customer's back end. */
  readonly token: string;
  readonly roomId: string;
  readonly mode?: ParticipantMode;
  readonly displayName?: string;
  /** A JSON object of at most 4 KiB that others see. */
  readonly metadata?: JsonObject;
  /** Sources that may be published later; none for the audience. */
  readonly publish?: readonly TrackSource[];
  /** Tracks to be live with the join, without a round trip of their own. */
  readonly tracks?: Partial<Readonly<Record<TrackSource, MediaStreamTrack>>>;
  /** What the microphone sends; fixed with the join. `music` is stereo and as it is, `speech` (the default) mono with pauses. */
  readonly sound?: SoundContent;
  /** What own pictures are encoded in where browser and room allow it; VP8 otherwise, which is also the default. */
  readonly codec?: VideoCodec;
  /** Receive slots of each kind; default 3 and 4. A room for voices has no `video`, and publishes none. */
  readonly receive?: { readonly audio: number; readonly video: number };
  /** What the join waits for, whenever that changes. */
  readonly onPending?: (state: PendingState) => void;
  readonly signal?: AbortSignal;
}

/** The parts that tests replace. */
export interface JoinEnvironment {
  readonly rest?: RestApi;
  readonly makeSocket?: SocketFactory;
  readonly random?: Random;
}

/** Joins in one round trip and answers the room; media and socket still connect then, as the room's `state` says. */
export async function joinRoom(options: JoinOptions, environment: JoinEnvironment = {}): Promise<Room> {
  const random = environment.random ?? Math.random;
  const rest = environment.rest ?? new RestApi(options.baseUrl);
  const makeSocket = environment.makeSocket ?? ((access, ports, chance) => new PubSubSocket(access, ports, chance));
  const timings = new Timings();
  const tracks = localTracks(options);
  const isSilent = options.mode === 'SIGNALLING_ONLY';
  const receive = isSilent ? { audio: 0, video: 0 } : (options.receive ?? { audio: 3, video: 4 });
  const slots = new SlotTable(receive);
  const media = isSilent ? undefined : new MediaLink({ publish: options.publish ?? [], receive, codec: options.codec ?? 'vp8' }, tracks, slots, random);
  try {
    const offer = await media?.peer.offer();
    timings.mark('offer');
    const joined = await askUntilJoined(rest, options, offer, random);
    timings.mark('request');
    timings.server(joined.timings);
    watchFirstMedia(slots, timings);
    await acceptOrLeave(rest, joined, media);
    timings.mark('answer');
    return new Room({ rest, joined, tracks, slots, media, timings, makeSocket, random });
  } catch (error) {
    media?.close();
    throw error;
  }
}

/** Who cannot use the answer must not stay behind as a participant that nobody hears of. */
async function acceptOrLeave(rest: RestApi, joined: JoinResponse, media: MediaLink | undefined): Promise<void> {
  try {
    await media?.peer.accept(joined.answer ?? '');
  } catch (error) {
    await rest.leave(joined.ticket.token, joined.session.roomId).catch(() => undefined);
    throw error;
  }
}

function localTracks({ tracks = {}, sound = 'speech' }: JoinOptions): LocalTracks {
  const local = new LocalTracks(sound);
  for (const [source, track] of Object.entries(tracks) as [TrackSource, MediaStreamTrack][]) {
    local.publish(source, track);
  }
  return local;
}

async function askUntilJoined(rest: RestApi, options: JoinOptions, offer: PeerOffer | undefined, random: Random): Promise<JoinResponse> {
  const { token, roomId, mode, displayName, metadata, signal, onPending } = options;
  let request: JoinRequest = {
    sdk,
    ...(mode === undefined ? {} : { mode }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(offer === undefined ? {} : { offer: offer.sdp, publish: offer.publish }),
  };
  let shown: PendingState | undefined;
  const waiting = (state: PendingState): void => {
    if (state !== shown) {
      shown = state;
      onPending?.(state);
    }
  };
  for (;;) {
    const outcome = await askPatiently(() => rest.join(token, roomId, request, signal), { random, signal, waiting });
    if (outcome.state === 'joined') {
      return outcome;
    }
    waiting(outcome.state);
    if (outcome.entryId !== undefined) {
      request = { ...request, entryId: outcome.entryId };
    }
    await sleep(outcome.retryAfterSeconds * 1000, signal);
  }
}

/** A received track is muted until its first packet (WebRTC 1.0, section 5.1). */
function watchFirstMedia(slots: SlotTable, timings: Timings): void {
  for (const { stream } of slots.list) {
    for (const track of stream.getTracks()) {
      track.addEventListener('unmute', () => timings.markSinceStart('first media'), { once: true });
    }
  }
}
