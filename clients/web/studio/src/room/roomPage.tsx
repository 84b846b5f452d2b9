import type { InviteRole, Participant, Room } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { DevicePickers } from '../devices/devicePickers.tsx';
import type { LocalDevicesHandle } from '../devices/useLocalDevices.ts';
import { ConfirmDialog } from '../ui/confirmDialog.tsx';
import { CopyButton } from '../ui/copyButton.tsx';
import { ErrorMessage } from '../ui/errorMessage.tsx';
import { Icon } from '../ui/icon.tsx';
import { AudioSlots } from './audioSlots.tsx';
import { Chat } from './chat.tsx';
import { ConnectionState } from './connectionState.tsx';
import { ControlBar, type Control } from './controlBar.tsx';
import { LobbyRequests } from './lobbyRequests.tsx';
import { Stage } from './stage.tsx';
import { StatsOverlay } from './stats/statsOverlay.tsx';
import { stageModel } from './tiles.ts';
import { useInviteLinks } from './useInviteLinks.ts';
import { useOnStage, type OnStage } from './useOnStage.ts';
import { useRoomPart } from './useRoom.ts';
import { useShortcuts } from './useShortcuts.ts';
import { useUnread } from './useUnread.ts';

interface RoomPageProps {
  readonly room: Room;
  readonly title: string;
  readonly role: InviteRole;
  readonly local: LocalDevicesHandle;
  readonly onRename: (name: string) => void;
}

const isWide = (): boolean => matchMedia('(min-width: 900px)').matches;

export function RoomPage({ room, title, role, local, onRename }: RoomPageProps): VNode {
  const isOnStage = room.self.mode === 'SEND_AND_RECV';
  const [panel, setPanel] = useState<'none' | 'devices' | 'stats'>('none');
  const [isChatOpen, setChatOpen] = useState(isWide() || !isOnStage);
  const [pinned, setPinned] = useState<string>();
  const [isEnding, setEnding] = useState(false);
  const [error, setError] = useState<unknown>();
  const stage = useOnStage(room, local);
  const model = useStageModel(room, isOnStage, pinned);
  const pin = (key: string | undefined): void => setPinned(key === pinned ? undefined : key);
  const participants = useRoomPart(room, 'participants', (now) => now.participants);
  const audience = useRoomPart(room, 'audience', ({ audience: count }) => count);
  const unread = useUnread(room, isChatOpen);
  const links = useInviteLinks(room, role);
  const toggle = (which: 'devices' | 'stats'): void => setPanel(panel === which ? 'none' : which);
  const { microphone } = local.state;

  const isVoiceOnly = room.slots.every(({ kind }) => kind === 'audio');

  const deviceControls: readonly Control[] = [
    {
      id: 'mic-toggle', icon: microphone.on ? 'microphone' : 'microphoneOff', label: 'Mic', hint: microphone.on ? 'Mute' : 'Unmute', shortcut: 'm',
      run: () => stage.toggle('microphone'), pressed: microphone.on, tone: microphone.on ? undefined : 'off',
    },
    ...(isVoiceOnly ? [] : pictureControls(local, stage, room.localTrack('screen') !== undefined)),
    { id: 'devices-toggle', icon: 'settings', label: 'Devices', run: () => toggle('devices'), pressed: panel === 'devices' },
  ];
  const controls: readonly Control[] = [
    ...(isOnStage ? deviceControls : []),
    { id: 'chat-toggle', icon: 'chat', label: 'Chat', run: () => setChatOpen(!isChatOpen), pressed: isChatOpen, count: unread },
    { id: 'stats-toggle', icon: 'stats', label: 'Stats', run: () => toggle('stats'), pressed: panel === 'stats', shortcut: 's' },
    { id: 'leave', icon: 'leave', label: 'Leave', run: () => void room.leave(), tone: 'leave' },
    ...(role === 'moderator'
      ? [{ id: 'end-for-all', icon: 'end', label: 'End', run: () => setEnding(true), tone: 'danger' } as const]
      : []),
  ];
  const tiles = [...(model.featured === undefined ? [] : [model.featured]), ...model.others].filter(({ isSelf }) => !isSelf);
  useShortcuts({
    s: () => toggle('stats'),
    ...Object.fromEntries(tiles.slice(0, 9).map(({ key }, index) => [String(index + 1), () => pin(key)])),
    '0': () => setPinned(undefined),
    ...(isOnStage ? { m: () => stage.toggle('microphone') } : {}),
    ...(isOnStage && !isVoiceOnly ? { v: () => stage.toggle('camera') } : {}),
  });

  return (
    <div class={`room ${isChatOpen ? 'chat-open' : ''} ${isOnStage ? 'on-stage' : 'in-audience'}`}>
      <header class="room-header">
        <h1>{title === '' ? titleOf(room, role, participants[0]) : title}</h1>
        {(participants.length > 0 || isOnStage) && <span class="live-badge">Live</span>}
        <span class="audience" title="In the audience" data-testid="audience-count" data-count={audience}>
          <Icon name="eye" /> <span class="sr-only">In the audience:</span> {audience}
        </span>
        <ConnectionState room={room} />
        <div class="share-links">
          {(role === 'moderator' || role === 'viewer') && <CopyButton label="Viewer link" link={links.viewer} testId="copy-viewer-link" />}
          {role === 'moderator' && <CopyButton label="Host link" link={links.host} testId="copy-host-link" />}
        </div>
      </header>
      <main class="room-main">
        <LobbyRequests room={room} />
        <ErrorMessage error={error ?? stage.error} />
        <Stage
          room={room}
          model={model}
          onPin={pin}
          onPinForAll={role === 'moderator'
            ? ({ participantId, source, isPinnedForAll }) => room.pinForAll(isPinnedForAll ? undefined : { participantId, source })
            : undefined}
        />
        <AudioSlots room={room} />
        {panel === 'stats' && <StatsOverlay room={room} onClose={() => setPanel('none')} />}
        {panel === 'devices' && (
          <section class="devices-panel card" aria-label="Devices">
            <DevicePickers
              state={local.state}
              devices={local.devices}
              isVoiceOnly={isVoiceOnly}
              onChosen={stage.publishCurrent}
            />
            {!isVoiceOnly && (
              <label class="field">
                <span>Shared screen</span>
                <select data-testid="screen-content" value={stage.screenContent}
                  onChange={({ currentTarget }) => stage.setScreenContent(currentTarget.value === 'motion' ? 'motion' : 'detail')}>
                  <option value="detail">Text and slides: sharp</option>
                  <option value="motion">Film or game: smooth</option>
                </select>
              </label>
            )}
          </section>
        )}
      </main>
      <ControlBar controls={controls} />
      {isChatOpen && <Chat room={room} onClose={() => setChatOpen(false)} onRename={isOnStage ? undefined : onRename} />}
      {isEnding && (
        <ConfirmDialog title="End the session for everybody?" keep="Keep going" confirm="End for all" testId="confirm-end"
          onCancel={() => setEnding(false)} onConfirm={() => { setEnding(false); room.endForAll().catch(setError); }}>
          All hosts and viewers are sent out. The room itself can be used again.
        </ConfirmDialog>
      )}
    </div>
  );
}

/** A room without a name is known by whoever has been on its stage for longest. */
function titleOf(room: Room, role: InviteRole, first: Participant | undefined): string {
  if (first !== undefined && first.participantId !== room.self.participantId) {
    return `${first.displayName}’s room`;
  }
  return role === 'moderator' ? 'Your room' : 'Live room';
}

function pictureControls({ state: { camera } }: LocalDevicesHandle, stage: OnStage, isSharing: boolean): readonly Control[] {
  return [
    {
      id: 'camera-toggle', icon: camera.on ? 'camera' : 'cameraOff', label: 'Camera', shortcut: 'v',
      run: () => stage.toggle('camera'), pressed: camera.on, tone: camera.on ? undefined : 'off',
    },
    {
      id: 'share-toggle', icon: 'screen', label: 'Share', hint: isSharing ? 'Stop sharing' : 'Share your screen', run: stage.toggleScreen,
      pressed: isSharing, tone: isSharing ? 'active' : undefined,
    },
  ];
}

function useStageModel(room: Room, isOnStage: boolean, pinned: string | undefined): ReturnType<typeof stageModel> {
  const participants = useRoomPart(room, 'participants', (now) => now.participants);
  const states = useRoomPart(room, 'tracks', (now) => now.tracks);
  const slots = useRoomPart(room, 'slots', (now) => now.slots);
  const pinnedForAll = useRoomPart(room, 'pinned', (now) => now.pinned);
  // One stream for each track: a new object each time would restart the picture.
  const streams = useMemo(() => new WeakMap<MediaStreamTrack, MediaStream>(), []);
  return stageModel(participants, slots, isOnStage ? {
    participantId: room.self.participantId,
    displayName: room.self.displayName,
    states,
    stream: (source) => {
      const track = room.localTrack(source);
      if (track === undefined) {
        return undefined;
      }
      const stream = streams.get(track) ?? new MediaStream([track]);
      streams.set(track, stream);
      return stream;
    },
  } : undefined, pinned, pinnedForAll);
}
