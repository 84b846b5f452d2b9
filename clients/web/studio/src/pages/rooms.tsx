import type { RoomResponse } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { account, management } from '../api.ts';
import { CloseDialog } from '../manage/closeDialog.tsx';
import { ManagedPage } from '../manage/managedPage.tsx';
import { Pager } from '../manage/pager.tsx';
import { RoomRow } from '../manage/roomRow.tsx';
import { useLoad } from '../manage/useLoad.ts';
import { ErrorMessage } from '../ui/errorMessage.tsx';
import { Link } from '../ui/link.tsx';

export function RoomsPage(): VNode {
  return <ManagedPage page="rooms">{() => <Rooms />}</ManagedPage>;
}

const perPage = 20;

function Rooms(): VNode {
  const [draft, setDraft] = useState('');
  const [query, setQuery] = useState('');
  const [page, setPage] = useState(1);
  const [closing, setClosing] = useState<RoomResponse>();
  const { value: rooms, error, isLoading, reload } = useLoad(`${query} ${page}`, () =>
    account.call((token) => management.rooms(token, { page, perPage, ...(query === '' ? {} : { query }) })));
  const live = useLoad('live', () => account.call((token) => management.sessions(token, { status: 'ongoing', perPage: 100 })));
  const liveRooms = new Set(live.value?.data.map(({ roomId }) => roomId));
  return (
    <>
      <div class="title-row">
        <h1>Rooms</h1>
        <form
          class="row"
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            setPage(1);
            setQuery(draft.trim());
          }}
        >
          <input type="search" aria-label="Find a room by its name or id" placeholder="Name or id" value={draft} maxLength={128}
            onInput={({ currentTarget }) => setDraft(currentTarget.value)} />
          <button type="submit" class="button">Find</button>
        </form>
        <Link to="/" class="button primary">New room</Link>
      </div>
      <ErrorMessage error={error} />
      {rooms?.data.length === 0 && (
        <div class="card centered">
          <p class="muted">{query === '' ? 'There are no rooms yet. Create one, and it will be listed here.' : `No room’s name or id has “${query}” in it.`}</p>
        </div>
      )}
      <ul class="listing" aria-busy={isLoading} data-testid="rooms">
        {rooms?.data.map((room) => (
          <RoomRow key={room.roomId} room={room} isLive={liveRooms.has(room.roomId)} onClose={() => setClosing(room)} />
        ))}
      </ul>
      {rooms !== undefined && <Pager info={rooms.pageInfo} onTurn={setPage} />}
      {closing !== undefined && (
        <CloseDialog room={closing} onDone={() => { setClosing(undefined); reload(); }} onCancel={() => setClosing(undefined)} />
      )}
    </>
  );
}
