import type { Room } from '@serverless-live/sdk';
import { useEffect, useState } from 'preact/hooks';
import { useRoomPart } from './useRoom.ts';

/** How many messages of others came while the chat was closed. */
export function useUnread(room: Room, isChatOpen: boolean): number {
  const count = useRoomPart(
    room, 'chat', ({ messages, self }) => messages.filter(({ participantId }) => participantId !== self.participantId).length,
  );
  const [seen, setSeen] = useState(count);
  useEffect(() => {
    if (isChatOpen) {
      setSeen(count);
    }
  }, [isChatOpen, count]);
  return isChatOpen ? 0 : count - seen;
}
