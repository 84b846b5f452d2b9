import type { InviteRole, Room } from '@serverless-live/sdk';
import { useEffect, useState } from 'preact/hooks';
import { linkOf } from '../api.ts';
import { memory, type InviteLinks } from '../memory.ts';

/** The links a person may hand on: moderators make them where they are not remembered, viewers have the one they came by. */
export function useInviteLinks(room: Room, role: InviteRole): Partial<InviteLinks> {
  const [links, setLinks] = useState<Partial<InviteLinks>>(
    role === 'viewer' ? { viewer: location.href } : (memory.links.get(room.roomId) ?? {}),
  );
  useEffect(() => {
    if (role !== 'moderator' || memory.links.get(room.roomId) !== undefined) {
      return;
    }
    Promise.all([room.invite('viewer'), room.invite('host')])
      .then(([viewer, host]) => {
        const made = { viewer: linkOf(viewer.code), host: linkOf(host.code) };
        memory.links.set(room.roomId, made);
        setLinks(made);
      })
      // The buttons stay disabled; the room itself works.
      .catch((error: unknown) => console.warn('The invite links could not be made.', error));
  }, [room, role]);
  return links;
}
