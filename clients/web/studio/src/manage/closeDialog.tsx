import type { RoomResponse } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { closeRoom } from '../api.ts';
import { ConfirmDialog } from '../ui/confirmDialog.tsx';
import { ErrorMessage } from '../ui/errorMessage.tsx';

interface CloseDialogProps {
  readonly room: RoomResponse;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

export function CloseDialog({ room, onDone, onCancel }: CloseDialogProps): VNode {
  const [error, setError] = useState<unknown>();
  return (
    <ConfirmDialog title={`Close ${room.customRoomId ?? room.roomId} for good?`} keep="Keep it open" confirm="Close for good" testId="confirm-close"
      onCancel={onCancel} onConfirm={() => void closeRoom(room.roomId).then(onDone, setError)}>
      Whoever is in it is sent out, its links stop working, and it cannot be opened again.
      <ErrorMessage error={error} />
    </ConfirmDialog>
  );
}
