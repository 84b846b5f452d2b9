import type { SessionParticipant } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { account, management } from '../api.ts';
import { spanOf, timeOf } from '../ui/times.ts';
import { presence, qualityOf, scoreInWords } from './sessionFacts.ts';
import { useLoad } from './useLoad.ts';

export function ParticipantRow({ sessionId, participant }: { readonly sessionId: string; readonly participant: SessionParticipant }): VNode {
  const { participantId, name, mode, timelog } = participant;
  const { value: stats } = useLoad(participantId, () =>
    account.call((token) => management.participantStats(token, sessionId, participantId)));
  const { audio, video, rttMs, lostPackets, received, sent } = qualityOf(stats?.stats ?? []);
  const isMeasured = (stats?.stats.length ?? 0) > 0;
  return (
    <tr>
      <th scope="row">{name} <span class="muted">{mode === 'SEND_AND_RECV' ? 'on stage' : 'in the audience'}</span></th>
      <td>{timelog[0] === undefined ? '–' : timeOf(new Date(timelog[0].start))}</td>
      <td>{spanOf(presence(participant, Date.now()))}</td>
      <td>{scoreInWords(audio)}</td>
      <td>{scoreInWords(video)}</td>
      <td>{rttMs === undefined ? '–' : `${Math.round(rttMs)} ms`}</td>
      <td>{isMeasured ? lostPackets : '–'}</td>
      <td>{bitrate(received)}</td>
      <td>{bitrate(sent)}</td>
    </tr>
  );
}

function bitrate(bits: number | undefined): string {
  return bits === undefined ? '–' : `${Math.round(bits / 1000)} kbit/s`;
}
