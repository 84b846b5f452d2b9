import type { Room } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useMicrophoneLevel } from '../devices/useMicrophoneLevel.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { initials } from '../ui/initials.ts';
import { usePicture, type Picture } from '../ui/usePicture.ts';
import type { TileModel } from './tiles.ts';
import type { TileSizes } from './tileSizes.ts';

/** As RFC 6464 levels come out linear, speech is above this and room noise below. */
const speakingLevel = 0.02;

interface TileProps {
  readonly room: Room;
  readonly tile: TileModel;
  readonly isFeatured: boolean;
  readonly places: TileSizes;
  readonly onPin: () => void;
  /** For moderators. */
  readonly onPinForAll: (() => void) | undefined;
}

export function Tile({ room, tile, isFeatured, places, onPin, onPinForAll }: TileProps): VNode {
  const { key, stream, source, isSelf, displayName, isPinned, isPinnedForAll } = tile;
  const picture = usePicture(stream);
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    places.place(key, frame.current);
    return () => places.place(key, null);
  }, [places, key]);
  useSpeaking(room, tile, (isSpeaking) => frame.current?.classList.toggle('speaking', isSpeaking));
  const isShowing = stream !== undefined && picture.state === 'showing' && tile.hindrance === undefined;
  const reason = reasonFor(tile, picture.state);
  const isMirrored = isSelf && source === 'camera';
  const title = source === 'screen' ? `${displayName}’s screen` : displayName;
  return (
    <figure
      ref={frame}
      class={`tile ${source} ${isFeatured ? 'featured' : ''}`}
      data-testid="tile"
      data-participant-id={tile.participantId}
      data-source={source}
      data-self={isSelf}
      data-pinned={isPinned}
      data-pinned-for-all={isPinnedForAll}
    >
      {!isShowing && <span class="avatar" aria-hidden="true">{initials(displayName)}</span>}
      {stream !== undefined && (
        <video ref={picture.video} class={`${isMirrored ? 'mirrored' : ''} ${isShowing ? '' : 'waiting'}`} autoplay muted playsInline />
      )}
      {reason !== undefined && <p class="no-picture" role="status" data-testid="no-picture">{reason}</p>}
      <figcaption>
        {source === 'camera' && tile.isMicrophoneOff && (
          <span class="muted-icon" role="img" aria-label="Microphone off">
            <Icon name="microphoneOff" />
          </span>
        )}
        <span class="name">{title}</span>
        {isSelf && <span class="you">You</span>}
        {isPinnedForAll && (
          <span class="pinned-icon" role="img" aria-label="Large for everybody" title="Large for everybody">
            <Icon name="spotlight" />
          </span>
        )}
      </figcaption>
      {tile.isReconnecting && <span class="badge" data-testid="tile-reconnecting">Reconnecting …</span>}
      <div class="pins">
        {onPinForAll !== undefined && (
          <PinButton icon="spotlight" testId="tile-pin-all" isOn={isPinnedForAll} label={`Keep ${title} large for everybody`}
            hint={isPinnedForAll ? 'Unpin for everybody' : 'Keep large for everybody'} onPress={onPinForAll} />
        )}
        {!isSelf && (
          <PinButton icon="pin" testId="tile-pin" isOn={isPinned} label={`Keep ${title} large`} hint={isPinned ? 'Unpin' : 'Keep large'} onPress={onPin} />
        )}
      </div>
    </figure>
  );
}

interface PinButtonProps {
  readonly icon: IconName;
  readonly testId: string;
  readonly isOn: boolean;
  readonly label: string;
  readonly hint: string;
  readonly onPress: () => void;
}

function PinButton({ icon, testId, isOn, label, hint, onPress }: PinButtonProps): VNode {
  return (
    <button type="button" class="pin" data-testid={testId} aria-pressed={isOn} aria-label={label} title={hint} onClick={onPress}>
      <Icon name={icon} />
    </button>
  );
}

/** What to tell a person who sees initials where a picture should be. */
function reasonFor({ stream, hindrance }: TileModel, state: Picture['state']): string | undefined {
  switch (hindrance) {
    case 'codec':
      return 'This browser cannot show the video format of this picture.';
    case 'bandwidth':
      return 'Paused: your connection is too slow for this picture.';
    case undefined:
      return stream !== undefined && state === 'late' ? 'No picture has arrived yet.' : undefined;
  }
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
