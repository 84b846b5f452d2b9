import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { account, management } from '../api.ts';
import { ManagedPage } from '../manage/managedPage.tsx';
import { Pager } from '../manage/pager.tsx';
import { ParticipantRow } from '../manage/participantRow.tsx';
import { lengthOf, qualityOf, scoreInWords } from '../manage/sessionFacts.ts';
import { useLoad } from '../manage/useLoad.ts';
import { ErrorMessage } from '../ui/errorMessage.tsx';
import { Link } from '../ui/link.tsx';
import { spanOf, timeOf } from '../ui/times.ts';

export function SessionPage({ sessionId }: { readonly sessionId: string }): VNode {
  return <ManagedPage page="sessions">{() => <SessionDetails sessionId={sessionId} />}</ManagedPage>;
}

const perPage = 25;

function SessionDetails({ sessionId }: { readonly sessionId: string }): VNode {
  const [page, setPage] = useState(1);
  const people = useLoad(`${page}`, () => account.call((token) => management.participants(token, sessionId, { page, perPage })));
  const stats = useLoad('stats', () => account.call((token) => management.sessionStats(token, sessionId)));
  const session = people.value?.data;
  if (session === undefined) {
    return <><h1>Session</h1><ErrorMessage error={people.error} /></>;
  }
  const { audio, video } = qualityOf(stats.value?.stats ?? []);
  return (
    <>
      <div class="title-row">
        <h1>{session.customRoomId ?? session.roomId} {session.end === null && <span class="live-badge">Live</span>}</h1>
        <Link to={`/sessions?room=${encodeURIComponent(session.roomId)}`} class="button">All sessions of this room</Link>
      </div>
      <ErrorMessage error={people.error ?? stats.error} />
      <dl class="facts card">
        <Fact name="Began" value={timeOf(new Date(session.start))} />
        <Fact name="Ended" value={session.end === null ? 'still on' : timeOf(new Date(session.end))} />
        <Fact name="Length" value={spanOf(lengthOf(session, Date.now()))} />
        <Fact name="People" value={String(people.value?.pageInfo.total ?? '–')} />
        <Fact name="Sound" value={scoreInWords(audio)} />
        <Fact name="Picture" value={scoreInWords(video)} />
      </dl>
      <div class="card table-card" role="region" aria-label="People of this session" tabIndex={0}>
        <table>
          <caption>Who was there, and what they had of it</caption>
          <thead>
            <tr>
              {['Name', 'Came', 'Stayed', 'Sound', 'Picture', 'Round trip', 'Lost packets', 'Received', 'Sent'].map((name) => <th key={name} scope="col">{name}</th>)}
            </tr>
          </thead>
          <tbody data-testid="participants">
            {session.participants?.map((participant) => (
              <ParticipantRow key={participant._id} sessionId={sessionId} participant={participant} />
            ))}
          </tbody>
        </table>
      </div>
      {people.value !== undefined && <Pager info={people.value.pageInfo} onTurn={setPage} />}
    </>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): VNode {
  return <div><dt>{name}</dt><dd>{value}</dd></div>;
}
