import type { Room, Slot } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';

/** The room's sound: one element for each audio slot, and the button that browsers want pressed before they play. */
export function AudioSlots({ room }: { readonly room: Room }): VNode {
  const [isBlocked, setBlocked] = useState(room.audio.isBlocked);
  useEffect(() => room.audio.on('blocked', setBlocked), [room]);
  return (
    <>
      {room.slots
        .filter(({ kind }) => kind === 'audio')
        .map((slot) => (
          <AudioSlot key={slot.index} room={room} slot={slot} />
        ))}
      {isBlocked && (
        <button type="button" class="button primary tap-to-hear" data-testid="tap-to-hear" onClick={() => void room.audio.unlock()}>
          <Icon name="sound" /> Tap to hear
        </button>
      )}
    </>
  );
}

function AudioSlot({ room, slot }: { readonly room: Room; readonly slot: Slot }): VNode {
  const element = useRef<HTMLAudioElement>(null);
  const { stream } = slot;
  useEffect(() => (element.current === null ? undefined : room.audio.attach({ stream }, element.current)), [room, stream]);
  return <audio ref={element} data-testid="audio-slot" data-slot={slot.index} />;
}
