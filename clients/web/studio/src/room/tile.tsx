import type { Room } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useMicrophoneLevel } from '../devices/useMicrophoneLevel.ts';
import { Icon } from '../ui/icon.tsx';
import { useStream } from '../ui/useStream.ts';
import type { TileModel } from './tiles.ts';

/** As RFC 6464 levels come out linear, speech is above this and room noise below. */
const speakingLevel = 0.02;

interface TileProps {
  readonly room: Room;
  readonly tile: TileModel;
}

export function Tile({ room, tile }: TileProps): VNode {
  const video = useStream(tile.stream);
  const frame = useRef<HTMLElement>(null);
  useSpeaking(room, tile, (isSpeaking) => frame.current?.classList.toggle('speaking', isSpeaking));
  const isMirrored = tile.isSelf && tile.source === 'camera';
  return (
    <figure
      ref={frame}
      class={`tile ${tile.source}`}
      data-testid="tile"
      data-participant-id={tile.participantId}
      data-source={tile.source}
      data-self={tile.isSelf}
    >
      {tile.stream === undefined ? (
        <span class="avatar" aria-hidden="true">{initials(tile.displayName)}</span>
      ) : (
        <video ref={video} class={isMirrored ? 'mirrored' : ''} autoplay muted playsInline />
      )}
      <figcaption>
        {tile.source === 'camera' && tile.isMicrophoneOff && (
          <span class="muted-icon" role="img" aria-label="Microphone off">
            <Icon name="microphoneOff" />
          </span>
        )}
        <span class="name">{tile.source === 'screen' ? `${tile.displayName}’s screen` : tile.displayName}</span>
        {tile.isSelf && <span class="you">You</span>}
      </figcaption>
      {tile.isReconnecting && <span class="badge" data-testid="tile-reconnecting">Reconnecting …</span>}
    </figure>
  );
}

function useSpeaking(room: Room, { isSelf, isMicrophoneOff, source, voice }: TileModel, show: (isSpeaking: boolean) => void): void {
  const isOwnVoice = isSelf && !isMicrophoneOff && source === 'camera';
  useMicrophoneLevel(isOwnVoice ? room.localTrack('microphone') : undefined, (level) => {
    if (isSelf) {
      show(level > speakingLevel);
    }
  });
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    if (voice === undefined) {
      latest.current(false);
      return undefined;
    }
    const timer = setInterval(() => latest.current(room.level(voice) > speakingLevel), 150);
    return () => clearInterval(timer);
  }, [room, voice?.index]);
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => String.fromCodePoint(word?.codePointAt(0) ?? 0x20))
    .join('')
    .trim()
    .toLocaleUpperCase();
}
