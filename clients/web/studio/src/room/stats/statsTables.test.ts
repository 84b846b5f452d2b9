import type { ReceivedStats, RoomStats, WorkerStats } from '@serverless-live/sdk';
import { expect, it } from 'vitest';
import statsMessage from '../../../../../../contracts/fixtures/Signaling/WorkerMessage.stats.json';
import { forwardedTable, publishedTable, receivedTable, transportTable, type Names } from './statsTables.ts';

const worker = statsMessage as unknown as WorkerStats;
const names = {
  slots: [{ kind: 'video', index: 0, occupant: { participantId: 'u-ann', source: 'camera' } }, { kind: 'audio', index: 1 }],
  participants: [{ participantId: 'u-ann', displayName: 'Ann' }],
} as unknown as Names;

function rowOf(table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }, index = 0): Readonly<Record<string, string>> {
  return Object.fromEntries(table.head.map((name, column) => [name, table.rows[index]?.[column] ?? '']));
}

it('ST1_both_ends_of_the_connection_are_shown_and_the_servers_only_when_it_answered', () => {
  const stats: RoomStats = { at: 0, rttMs: 41, protocol: 'udp', bitrateUp: 900_000, bitrateDown: 1_250_000, availableUp: 2_000_000, sent: [], received: [], worker };
  const table = transportTable(stats);
  expect(table.rows[0]).toEqual(['This browser', '900 kbit/s', '1250 kbit/s', '41 ms', '–', '2000 kbit/s', '–', '–']);
  expect(table.rows[1]).toEqual(['Server', '1250 kbit/s', '900 kbit/s', '43 ms', '1.0 %', '1800 kbit/s', '1300 kbit/s', '12 awaiting key frame']);
  expect(transportTable({ ...stats, worker: undefined }).rows).toHaveLength(1);
});

it('ST1_a_slot_shows_the_layer_it_has_the_one_that_is_meant_and_why_packets_went_no_further', () => {
  const table = forwardedTable(worker, names);
  expect(table.rows).toHaveLength(1);
  expect(rowOf(table)).toEqual({
    'Slot': 'video 0 · Ann camera', 'Rate': '1200 kbit/s', 'Loss': '1.0 %', 'Layer now': 'h·1', 'Layer meant': 'f·1', 'Packets': (4200).toLocaleString(),
    'Sent again': '17', 'Freezes': '1', 'Dropped': '12 awaiting key frame',
  });
});

it('ST1_what_one_publishes_is_shown_by_size_with_who_watches_it', () => {
  expect(rowOf(publishedTable(worker))).toEqual({
    'Track': 'camera q', 'Rate': '150 kbit/s', 'Loss': '0.0 %', 'Jitter': '3.5 ms', 'Packets': (2100).toLocaleString(), 'Watched': 'yes', 'Key frames asked': '4',
  });
});

it('only_slots_with_somebody_in_them_are_shown_pictures_first', () => {
  const slot: ReceivedStats = {
    kind: 'video', slot: 0, bitrate: 1, codec: 'VP8', loss: 0.5, jitterMs: 2, fps: 29.6, width: 640, height: 360, framesDecoded: 9, framesDropped: 3,
    freezes: 2, frozenMs: 1_500, concealment: undefined, bufferMs: 40, decodeMs: 3, endToEndMs: 90,
  };
  const everybody = { ...names, slots: names.slots.map((each) => ({ ...each, occupant: { participantId: 'u-ann', source: each.kind === 'video' ? 'camera' : 'microphone' } })) } as unknown as Names;
  const voice: ReceivedStats = { ...slot, kind: 'audio', slot: 1, concealment: 0.25 };
  expect(receivedTable([voice, { ...slot, slot: 5 }, slot], everybody).rows.map(([name, , , , , , shown, freezes, madeUp]) => [name, shown, freezes, madeUp])).toEqual([
    ['video 0 · Ann camera', '640×360 @ 30', '2 (1.5 s)', '–'],
    ['audio 1 · Ann microphone', '640×360 @ 30', '–', '25.0 %'],
  ]);
});
