import type { SessionResponse } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { account, management } from '../api.ts';
import { ManagedPage } from '../manage/managedPage.tsx';
import { Pager } from '../manage/pager.tsx';
import { lengthOf } from '../manage/sessionFacts.ts';
import { useLoad } from '../manage/useLoad.ts';
import { ErrorMessage } from '../ui/errorMessage.tsx';
import { Link } from '../ui/link.tsx';
import { spanOf, timeOf } from '../ui/times.ts';

interface SessionsPageProps {
  /** Only this room's; absent: of all. */
  readonly roomId: string | undefined;
}

export function SessionsPage({ roomId }: SessionsPageProps): VNode {
  return <ManagedPage page="sessions">{() => <Sessions roomId={roomId} />}</ManagedPage>;
}

const perPage = 20;

function Sessions({ roomId }: SessionsPageProps): VNode {
  const [page, setPage] = useState(1);
  const { value: sessions, error, isLoading } = useLoad(`${page}`, () =>
    account.call((token) => management.sessions(token, { page, perPage, ...(roomId === undefined ? {} : { roomId }) })));
  const first = sessions?.data[0];
  return (
    <>
      <div class="title-row">
        <h1>{roomId === undefined ? 'Sessions' : `Sessions of ${first?.customRoomId ?? roomId}`}</h1>
        {roomId !== undefined && <Link to="/sessions" class="button">All rooms</Link>}
      </div>
      <ErrorMessage error={error} />
      {sessions?.data.length === 0 && (
        <div class="card centered"><p class="muted">Nobody has been in {roomId === undefined ? 'any room' : 'this room'} yet.</p></div>
      )}
      <ul class="listing" aria-busy={isLoading} data-testid="sessions">
        {sessions?.data.map((session) => <SessionRow key={session.id} session={session} isNamed={roomId === undefined} />)}
      </ul>
      {sessions !== undefined && <Pager info={sessions.pageInfo} onTurn={setPage} />}
    </>
  );
}

function SessionRow({ session, isNamed }: { readonly session: SessionResponse; readonly isNamed: boolean }): VNode {
  const isLive = session.end === null;
  const start = timeOf(new Date(session.start));
  return (
    <li class="card listed" data-testid="session-row">
      <div class="listed-what">
        <h2>{isNamed ? (session.customRoomId ?? session.roomId) : start} {isLive && <span class="live-badge">Live</span>}</h2>
        <p class="muted">{isNamed ? `${start} · ` : ''}{isLive ? 'for ' : ''}{spanOf(lengthOf(session, Date.now()))}</p>
      </div>
      <div class="listed-actions">
        <Link to={`/sessions/${encodeURIComponent(session.id)}`} class="button small" testId="open-session">People and quality</Link>
      </div>
    </li>
  );
}
