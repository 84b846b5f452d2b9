import type { Room } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { ErrorMessage } from '../ui/errorMessage.tsx';
import { useRoomPart } from './useRoom.ts';

export function LobbyRequests({ room }: { readonly room: Room }): VNode | null {
  const entries = useRoomPart(room, 'entry', ({ entries: waiting }) => waiting);
  const [error, setError] = useState<unknown>();
  if (entries.length === 0) {
    return null;
  }
  const respond = (entryId: string, decision: 'allowed' | 'denied'): void => {
    setError(undefined);
    room.respondEntry(entryId, decision).catch(setError);
  };
  return (
    <section class="lobby" aria-label="Waiting to be let in" aria-live="polite">
      {entries.map(({ entryId, displayName }) => (
        <div class="lobby-entry" key={entryId} data-testid="lobby-entry">
          <span><strong>{displayName}</strong> would like to come in</span>
          <button type="button" class="button small primary" data-testid="lobby-allow" onClick={() => respond(entryId, 'allowed')}>Let in</button>
          <button type="button" class="button small" data-testid="lobby-deny" onClick={() => respond(entryId, 'denied')}>Refuse</button>
        </div>
      ))}
      <ErrorMessage error={error} />
    </section>
  );
}
