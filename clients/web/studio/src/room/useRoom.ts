import type { Room, RoomEvents } from '@serverless-live/sdk';
import { useEffect, useState } from 'preact/hooks';

/** Draws again whenever the room says that this part of it changed. */
export function useRoomPart<T>(room: Room, event: keyof RoomEvents, read: (room: Room) => T): T {
  const [, draw] = useState(0);
  useEffect(() => {
    const stop = room.on(event, () => draw((count) => count + 1));
    draw((count) => count + 1);
    return stop;
  }, [room, event]);
  return read(room);
}
