import type { ReceivedStats, Room, RoomStats, WorkerStats } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';

export function StatsOverlay({ room, onClose }: { readonly room: Room; readonly onClose: () => void }): VNode {
  const [stats, setStats] = useState<RoomStats>();
  useEffect(() => room.on('stats', setStats), [room]);
  useEffect(() => room.watchWorkerStats(), [room]);
  const sent = stats?.sent.filter(({ source }) => room.localTrack(source) !== undefined) ?? [];
  const received = stats?.received.filter((slot) => isOccupied(room, slot)).toSorted(bySlot) ?? [];
  const delays = received.flatMap(({ endToEndMs }) => endToEndMs ?? []);
  const delay = delays.length === 0 ? undefined : Math.max(...delays);
  return (
    <section class="stats" aria-label="Statistics" data-testid="stats-overlay">
      <header>
        <h2>Statistics</h2>
        <button type="button" class="button round quiet small" aria-label="Close statistics" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <dl class="stats-summary">
        <Figure name="Down" value={kilobits(stats?.bitrateDown)} id="down" />
        <Figure name="Up" value={kilobits(stats?.bitrateUp)} id="up" />
        <Figure name="Round trip" value={milliseconds(stats?.rttMs)} id="rtt" />
        <Figure name="End to end ≈" value={milliseconds(delay)} id="delay" />
        <Figure name="Estimate" value={kilobits(stats?.worker?.transport.estimate)} id="estimate" />
        <Figure name="Transport" value={stats?.protocol?.toUpperCase() ?? '–'} id="transport" />
      </dl>
      {sent.length > 0 && (
        <Table
          caption="Sent"
          head={['Track', 'Rate', 'Loss', 'Jitter', 'Picture', 'Limited by']}
          rows={sent.map((track) => [
            track.rid === undefined ? track.source : `${track.source} ${track.rid}`, track.isActive ? kilobits(track.bitrate) : 'not watched', percent(track.loss), milliseconds(track.jitterMs), picture(track), track.limitedBy ?? '–',
          ])}
        />
      )}
      {received.length > 0 && (
        <Table
          caption="Received"
          head={['Slot', 'Rate', 'Loss', 'Jitter', 'Buffer', 'Picture', 'Layer', 'Freezes', 'Made up', 'Dropped']}
          rows={received.map((slot) => {
            const server = stats?.worker?.slots.find((each) => each.kind === slot.kind && each.slot === slot.slot);
            const isVideo = slot.kind === 'video';
            return [
              `${slot.kind} ${slot.slot} · ${whoIsIn(room, slot.kind, slot.slot)}`, kilobits(slot.bitrate), percent(slot.loss), milliseconds(slot.jitterMs),
              milliseconds(slot.bufferMs), picture(slot), layers(server), isVideo ? frozen(slot) : '–',
              isVideo ? '–' : percent(slot.concealment), dropped(slot, server),
            ];
          })}
        />
      )}
      <Table
        caption="Join, by stage"
        head={['Stage', 'Where', 'Time']}
        rows={room.timings.map(({ stage, side, span, milliseconds: time }) => [stage, span === 'stage' ? side : `${side}, since start`, milliseconds(time)])}
      />
    </section>
  );
}

function Figure({ name, value, id }: { readonly name: string; readonly value: string; readonly id: string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={`stats-${id}`}>{value}</dd>
    </div>
  );
}

function Table({ caption, head, rows }: { readonly caption: string; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }): VNode {
  return (
    <div class="stats-table">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>{head.map((name) => <th key={name} scope="col">{name}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={`${cells[0] ?? ''}${cells[1] === 'server' ? 's' : ''}`}>{cells.map((cell, index) => <td key={head[index]}>{cell}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function isOccupied(room: Room, { kind, slot }: ReceivedStats): boolean {
  return room.slots.some((each) => each.kind === kind && each.index === slot && each.occupant !== undefined);
}

function bySlot(a: ReceivedStats, b: ReceivedStats): number {
  return a.kind.localeCompare(b.kind) || a.slot - b.slot;
}

function whoIsIn(room: Room, kind: 'audio' | 'video', index: number): string {
  const occupant = room.slots.find((slot) => slot.kind === kind && slot.index === index)?.occupant;
  const name = room.participants.find(({ participantId }) => participantId === occupant?.participantId)?.displayName;
  return occupant === undefined ? 'empty' : `${name ?? occupant.participantId} ${occupant.source}`;
}

type ServerSlot = WorkerStats['slots'][number];

const sizes = ['q', 'h', 'f'] as const;

/** The size and frame rate that is sent, and the one that is meant to be where it differs. */
function layers(server: ServerSlot | undefined): string {
  const name = ({ spatial, temporal }: { readonly spatial: number; readonly temporal: number }): string => `${sizes[spatial] ?? spatial}·${temporal}`;
  if (server?.currentLayer === undefined) {
    return '–';
  }
  const current = name(server.currentLayer);
  const target = server.targetLayer === undefined ? current : name(server.targetLayer);
  return current === target ? current : `${current} → ${target}`;
}

function frozen({ freezes, frozenMs }: ReceivedStats): string {
  return freezes === 0 ? '0' : `${freezes} (${(frozenMs / 1000).toFixed(1)} s)`;
}

/** Frames that came too late to be shown, and packets that the server held back, for whatever reason. */
function dropped({ kind, framesDropped }: ReceivedStats, server: ServerSlot | undefined): string {
  const held = server === undefined ? [] : Object.entries(server.drops).filter(([, count]) => count > 0);
  return [kind === 'video' ? String(framesDropped) : '', ...held.map(([reason, count]) => `${inLetters(reason)} ${count}`)].filter((each) => each !== '').join(', ') || '–';
}

/** `AwaitingKeyFrame` as people write it. */
function inLetters(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

function kilobits(bitrate: number | undefined): string {
  return bitrate === undefined ? '–' : `${Math.round(bitrate / 1000)} kbit/s`;
}

function milliseconds(time: number | undefined): string {
  return time === undefined ? '–' : `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}

function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
}

function picture({ width, height, fps }: { readonly width: number | undefined; readonly height: number | undefined; readonly fps: number | undefined }): string {
  return width === undefined || height === undefined ? '–' : `${width}×${height} @ ${fps === undefined ? '–' : Math.round(fps)}`;
}
