import type { ReceivedStats, Room, RoomStats, SentStats, WorkerStats } from '@serverless-live/sdk';
import { count, kilobits, layer, milliseconds, none, percent, picture, reasons } from './units.ts';

export interface StatsTable {
  readonly caption: string;
  readonly head: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
}

/** Of a room, only what names things. */
export type Names = Pick<Room, 'slots' | 'participants'>;

type Side = 'audio' | 'video';

/** The one connection, from both of its ends. Pure, as all of these. */
export function transportTable(stats: RoomStats): StatsTable {
  const server = stats.worker?.transport;
  return {
    caption: 'Connection',
    head: ['Seen by', 'Sends', 'Receives', 'Round trip', 'Loss', 'Estimate', 'Allocated', 'Dropped'],
    rows: [
      ['This browser', kilobits(stats.bitrateUp), kilobits(stats.bitrateDown), milliseconds(stats.rttMs), none, kilobits(stats.availableUp), none, none],
      ...(server === undefined ? [] : [[
        'Server', kilobits(server.bitrateSent), kilobits(server.bitrateReceived), milliseconds(server.rttMs), percent(server.loss),
        kilobits(server.estimate), kilobits(server.allocated), reasons(server.drops),
      ]]),
    ],
  };
}

export function sentTable(sent: readonly SentStats[]): StatsTable {
  return {
    caption: 'Sent, as this browser encodes it',
    head: ['Track', 'Codec', 'Rate', 'Loss', 'Jitter', 'Picture', 'Limited by'],
    rows: sent.map((track) => [
      trackName(track.source, track.rid), track.codec ?? none, track.isActive ? kilobits(track.bitrate) : 'not watched',
      percent(track.loss), milliseconds(track.jitterMs), picture(track), track.limitedBy ?? none,
    ]),
  };
}

export function publishedTable({ publications }: WorkerStats): StatsTable {
  return {
    caption: 'Sent, as it arrives at the server',
    head: ['Track', 'Rate', 'Loss', 'Jitter', 'Packets', 'Watched', 'Key frames asked'],
    // Places that were never filled have nothing to say.
    rows: publications.flatMap(({ source, layers, keyFrameRequests }) => layers.filter(({ packetsReceived }) => packetsReceived > 0).map((each, index) => [
      trackName(source, each.rid), kilobits(each.bitrate), percent(each.loss), milliseconds(each.jitterMs), count(each.packetsReceived),
      each.wanted ? 'yes' : 'no', index === 0 && source !== 'microphone' && source !== 'screenAudio' ? count(keyFrameRequests) : none,
    ])),
  };
}

export function receivedTable(received: readonly ReceivedStats[], names: Names): StatsTable {
  return {
    caption: 'Received, as this browser plays it',
    head: ['Slot', 'Codec', 'Rate', 'Loss', 'Jitter', 'Buffer', 'Picture', 'Freezes', 'Made up', 'Late frames'],
    rows: received.filter((slot) => isOccupied(names, slot.kind, slot.slot)).toSorted(bySlot).map((slot) => {
      const isVideo = slot.kind === 'video';
      return [
        slotName(names, slot.kind, slot.slot), slot.codec ?? none, kilobits(slot.bitrate), percent(slot.loss), milliseconds(slot.jitterMs),
        milliseconds(slot.bufferMs), picture(slot), isVideo ? frozen(slot) : none, isVideo ? none : percent(slot.concealment),
        isVideo ? count(slot.framesDropped) : none,
      ];
    }),
  };
}

export function forwardedTable({ slots }: WorkerStats, names: Names): StatsTable {
  return {
    caption: 'Received, as the server sends it',
    head: ['Slot', 'Rate', 'Loss', 'Layer now', 'Layer meant', 'Packets', 'Sent again', 'Freezes', 'Dropped'],
    rows: slots.filter(({ participantId }) => participantId !== undefined).toSorted(bySlot).map((slot) => {
      const isVideo = slot.kind === 'video';
      return [
        slotName(names, slot.kind, slot.slot), kilobits(slot.bitrate), percent(slot.loss), isVideo ? layer(slot.currentLayer) : none,
        isVideo ? layer(slot.targetLayer) : none, count(slot.packetsSent), count(slot.packetsResent), isVideo ? count(slot.freezes) : none,
        reasons(slot.drops),
      ];
    }),
  };
}

export function joinTable({ timings }: Pick<Room, 'timings'>): StatsTable {
  return {
    caption: 'Join, by stage',
    head: ['Stage', 'Where', 'Time'],
    rows: timings.map(({ stage, side, span, milliseconds: time }) => [stage, span === 'stage' ? side : `${side}, since start`, milliseconds(time)]),
  };
}

function trackName(source: string, rid: string | undefined): string {
  return rid === undefined ? source : `${source} ${rid}`;
}

function bySlot(a: { readonly kind: Side; readonly slot: number }, b: { readonly kind: Side; readonly slot: number }): number {
  return b.kind.localeCompare(a.kind) || a.slot - b.slot;
}

function isOccupied({ slots }: Names, kind: Side, index: number): boolean {
  return slots.some((each) => each.kind === kind && each.index === index && each.occupant !== undefined);
}

function slotName({ slots, participants }: Names, kind: Side, index: number): string {
  const occupant = slots.find((slot) => slot.kind === kind && slot.index === index)?.occupant;
  const name = participants.find(({ participantId }) => participantId === occupant?.participantId)?.displayName;
  return `${kind} ${index} · ${occupant === undefined ? 'empty' : `${name ?? occupant.participantId} ${occupant.source}`}`;
}

function frozen({ freezes, frozenMs }: ReceivedStats): string {
  return freezes === 0 ? '0' : `${freezes} (${(frozenMs / 1000).toFixed(1)} s)`;
}
