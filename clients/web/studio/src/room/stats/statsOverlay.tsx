import type { Room, RoomStats } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { forwardedTable, joinTable, publishedTable, receivedTable, sentTable, transportTable, type StatsTable } from './statsTables.ts';
import { kilobits, milliseconds, none } from './units.ts';

/** Everything that both ends measure of one's own media, anew each second. */
export function StatsOverlay({ room, onClose }: { readonly room: Room; readonly onClose: () => void }): VNode {
  const [stats, setStats] = useState<RoomStats>();
  useEffect(() => room.on('stats', setStats), [room]);
  useEffect(() => room.watchWorkerStats(), [room]);
  const sent = stats?.sent.filter(({ source }) => room.localTrack(source) !== undefined) ?? [];
  const delays = stats?.received.flatMap(({ endToEndMs }) => endToEndMs ?? []) ?? [];
  const worker = stats?.worker;
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
        <Figure name="End to end ≈" value={milliseconds(delays.length === 0 ? undefined : Math.max(...delays))} id="delay" />
        <Figure name="Estimate" value={kilobits(worker?.transport.estimate)} id="estimate" />
        <Figure name="Transport" value={stats?.protocol?.toUpperCase() ?? none} id="transport" />
      </dl>
      {stats !== undefined && <Table {...transportTable(stats)} />}
      {stats !== undefined && <Table {...receivedTable(stats.received, room)} />}
      {worker !== undefined && <Table {...forwardedTable(worker, room)} />}
      <Table {...sentTable(sent)} />
      {worker !== undefined && <Table {...publishedTable(worker)} />}
      {stats !== undefined && worker === undefined && <p role="status">The server has not told its side yet.</p>}
      <Table {...joinTable(room)} />
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

function Table({ caption, head, rows }: StatsTable): VNode | null {
  if (rows.length === 0) {
    return null;
  }
  return (
    <div class="stats-table" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>{head.map((name) => <th key={name} scope="col">{name}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], row) => (
            <tr key={`${row} ${name}`}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => <td key={head[index + 1]}>{cell}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
