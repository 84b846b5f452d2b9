import type { Room, RoomState } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useRoomPart } from './useRoom.ts';

/** Always there, so that nothing jumps; loud only when something is wrong. */
export function ConnectionState({ room }: { readonly room: Room }): VNode {
  const state = useRoomPart(room, 'state', ({ state: now }) => now);
  return (
    <p class={`connection ${state.kind}`} role="status" data-testid="connection-state" data-state={state.kind}>
      <span class="dot" />
      {wordsOf(state)}
    </p>
  );
}

function wordsOf(state: RoomState): string {
  switch (state.kind) {
    case 'connecting':
      return 'Connecting …';
    case 'connected':
      return 'Connected';
    case 'reconnecting':
      if (state.media && state.signaling) {
        return 'Connection lost. Reconnecting …';
      }
      return state.media ? 'Reconnecting picture and sound …' : 'Reconnecting chat …';
    case 'closed':
      return 'Not connected';
  }
}
