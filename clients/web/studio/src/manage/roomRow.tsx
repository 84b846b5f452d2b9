import type { RoomResponse } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { openRoom, viewerLink } from '../api.ts';
import { navigate } from '../router.ts';
import { CopyButton } from '../ui/copyButton.tsx';
import { ErrorMessage } from '../ui/errorMessage.tsx';
import { Link } from '../ui/link.tsx';
import { timeOf } from '../ui/times.ts';

interface RoomRowProps {
  readonly room: RoomResponse;
  readonly isLive: boolean;
  readonly onClose: () => void;
}

export function RoomRow({ room, isLive, onClose }: RoomRowProps): VNode {
  const { roomId, customRoomId, createdAt, disabled } = room;
  const [link, setLink] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const attempt = (action: () => Promise<void>): void => {
    setBusy(true);
    setError(undefined);
    action().catch(setError).finally(() => setBusy(false));
  };
  const name = customRoomId ?? roomId;
  return (
    <li class="card listed" data-testid="room-row" data-room-id={roomId}>
      <div class="listed-what">
        <h2>
          {name} {isLive && <span class="live-badge">Live</span>} {disabled && <span class="state-badge">Closed</span>}
        </h2>
        <p class="muted">{customRoomId !== undefined && `${roomId} · `}created {timeOf(new Date(createdAt))}</p>
      </div>
      <div class="listed-actions">
        {!disabled && (
          <>
            <button type="button" class="button small primary" data-testid="open-room" disabled={isBusy} aria-label={`Go live in ${name}`}
              onClick={() => attempt(async () => navigate(`/i/${await openRoom(roomId)}`))}>
              Go live
            </button>
            {link === undefined ? (
              <button type="button" class="button small" data-testid="make-viewer-link" disabled={isBusy} aria-label={`Make a viewer link for ${name}`}
                onClick={() => attempt(async () => setLink(await viewerLink(roomId)))}>
                Viewer link
              </button>
            ) : <CopyButton label="Copy viewer link" link={link} testId="copy-viewer-link" />}
          </>
        )}
        <Link to={`/sessions?room=${encodeURIComponent(roomId)}`} class="button small">Sessions</Link>
        {!disabled && (
          <button type="button" class="button small quiet" data-testid="close-room" aria-label={`Close ${name} for good`} onClick={onClose}>Close</button>
        )}
      </div>
      <ErrorMessage error={error} />
    </li>
  );
}
