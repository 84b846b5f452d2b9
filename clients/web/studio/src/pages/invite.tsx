import { joinRoom, LiveError, type CloseReason, type ExchangeInviteResponse, type PendingState, type Room } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { exchange } from '../api.ts';
import { useLocalDevices, type LocalDevicesHandle } from '../devices/useLocalDevices.ts';
import { memory } from '../memory.ts';
import { RoomPage } from '../room/roomPage.tsx';
import { navigate } from '../router.ts';
import { farewell, inWords } from '../words.ts';
import { exposeForTests } from './testHook.ts';
import { AskIn } from './askIn.tsx';
import { GreenRoom, type StageOptions } from './greenRoom.tsx';
import { Notice } from './notice.tsx';
import { usualCodec } from './videoFormats.ts';

/** Where a person with an invite stands. */
type Phase =
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready'; readonly error?: unknown }
  | { readonly kind: 'joining'; readonly pending: PendingState | undefined }
  | { readonly kind: 'in'; readonly room: Room }
  | { readonly kind: 'out'; readonly why: CloseReason }
  | { readonly kind: 'failed'; readonly error: unknown };

const stageSources = ['microphone', 'camera', 'screen', 'screenAudio'] as const;
const receive = { audio: 3, video: 9 } as const;
const voiceOnly = { publish: ['microphone'], receive: { audio: 3, video: 0 } } as const;
const withPictures: StageOptions = { isVoiceOnly: false, codec: 'vp8' };
/** An invite is exchanged again when what it gave before is no longer good. */
const stalePassCodes: ReadonlySet<string> = new Set(['token_invalid', 'token_expired']);

export function InvitePage({ code }: { readonly code: string }): VNode {
  const [phase, setPhase] = useState<Phase>({ kind: 'opening' });
  const [pass, setPass] = useState<ExchangeInviteResponse>();
  const local = useLocalDevices();
  const joining = useRef<AbortController>(null);
  const current = useRef<Room>(null);

  const join = useCallback(async (granted: ExchangeInviteResponse, displayName: string, options = withPictures): Promise<void> => {
    joining.current?.abort();
    const abort = new AbortController();
    joining.current = abort;
    setPhase({ kind: 'joining', pending: undefined });
    try {
      const room = await joinRoom({
        baseUrl: location.origin,
        token: granted.token,
        roomId: granted.roomId,
        displayName: displayName === '' ? 'Guest' : displayName,
        receive,
        signal: abort.signal,
        onPending: (pending) => setPhase({ kind: 'joining', pending }),
        ...(isOnStage(granted) ? onStage(local, options) : { mode: 'RECV_ONLY' }),
      });
      if (abort.signal.aborted) {
        await room.leave();
        return;
      }
      exposeForTests(room);
      current.current = room;
      room.on('closed', (why) => {
        // A room that another one replaced does not end the page.
        setPhase((phase) => (phase.kind === 'in' && phase.room === room ? { kind: 'out', why } : phase));
        local.devices.release();
      });
      setPhase({ kind: 'in', room });
    } catch (error) {
      if (abort.signal.aborted) {
        return;
      }
      if (error instanceof LiveError && stalePassCodes.has(error.code)) {
        memory.pass.forget(code);
      }
      setPhase(isOnStage(granted) ? { kind: 'ready', error } : { kind: 'failed', error });
    }
  }, [code, local.devices]);

  const open = useCallback(async (): Promise<void> => {
    setPhase({ kind: 'opening' });
    try {
      const granted = await exchange(code);
      setPass(granted);
      if (granted.role === 'viewer') {
        await join(granted, memory.displayName.get());
      } else {
        setPhase({ kind: 'ready' });
      }
    } catch (error) {
      setPhase({ kind: 'failed', error });
    }
  }, [code, join]);

  useEffect(() => {
    void open();
    return () => {
      joining.current?.abort();
      void current.current?.leave();
    };
  }, [open]);

  const title = pass?.customRoomId ?? '';
  const goHome = (): void => navigate('/');

  switch (phase.kind) {
    case 'opening':
      return <Notice title="Opening the invite" busy>One moment …</Notice>;
    case 'failed':
      return (
        <Notice title="You cannot join" action={{ label: 'Try again', run: () => void open() }} secondary={{ label: 'Go to the start page', run: goHome }}>
          <span data-testid="error-message">{inWords(phase.error)}</span>
        </Notice>
      );
    case 'ready':
      if (pass === undefined) {
        return <Notice title="Opening the invite" busy>One moment …</Notice>;
      }
      return isOnStage(pass) ? (
        <GreenRoom title={title} role={pass.role} codec={memory.codec.get(pass.roomId) ?? usualCodec(pass.codecs)} codecs={pass.codecs} local={local} error={phase.error} onGoLive={(name, options) => {
          memory.codec.set(pass.roomId, options.codec);
          void join(pass, name, options);
        }} />
      ) : (
        <AskIn onAsk={(name) => void join(pass, name)} />
      );
    case 'joining':
      return <Joining pending={phase.pending} onCancel={() => { joining.current?.abort(); goHome(); }} />;
    case 'in':
      return (
        <RoomPage
          key={phase.room.self.participantId}
          room={phase.room}
          title={title}
          role={pass?.role ?? 'viewer'}
          local={local}
          onRename={(name) => {
            memory.displayName.set(name);
            if (pass !== undefined) {
              setPhase({ kind: 'joining', pending: undefined });
              // A name belongs to a participation, so another name is another one.
              void phase.room.leave().then(() => join(pass, name));
            }
          }}
        />
      );
    case 'out':
      return <Out why={phase.why} onReturn={() => void open()} onHome={goHome} />;
  }
}

function isOnStage({ role }: ExchangeInviteResponse): boolean {
  return role === 'host' || role === 'moderator';
}

type StageJoin = Pick<Parameters<typeof joinRoom>[0], 'mode' | 'publish' | 'tracks' | 'sound' | 'codec' | 'receive'>;

function onStage({ devices }: LocalDevicesHandle, { isVoiceOnly, codec }: StageOptions): StageJoin {
  const { camera, microphone, sound } = devices.state;
  return {
    mode: 'SEND_AND_RECV',
    sound,
    codec,
    ...(isVoiceOnly ? voiceOnly : { publish: stageSources }),
    tracks: {
      ...(camera.on && camera.track && !isVoiceOnly ? { camera: camera.track } : {}),
      ...(microphone.on && microphone.track ? { microphone: microphone.track } : {}),
    },
  };
}

function Joining({ pending, onCancel }: { readonly pending: PendingState | undefined; readonly onCancel: () => void }): VNode {
  const cancel = { label: 'Cancel', run: onCancel };
  switch (pending) {
    case 'starting':
      return <Notice title="The room is starting" busy secondary={cancel}>A media server is being woken up. This takes a moment the first time.</Notice>;
    case 'waiting':
      return <Notice title="Waiting to be let in" busy secondary={cancel}>A moderator was told that you are here.</Notice>;
    case 'busy':
      return <Notice title="Waiting for a media server" busy secondary={cancel}>All of them are busy right now. You get in as soon as one has room.</Notice>;
    case 'unreachable':
      return <Notice title="Waiting for the network" busy secondary={cancel}>The server cannot be reached right now. This page goes on trying.</Notice>;
    case undefined:
      return <Notice title="Joining" busy secondary={cancel}>One moment …</Notice>;
  }
}

function Out({ why, onReturn, onHome }: { readonly why: CloseReason; readonly onReturn: () => void; readonly onHome: () => void }): VNode {
  const { title, text, mayReturn } = farewell(why);
  return (
    <Notice
      title={title}
      action={mayReturn ? { label: 'Join again', run: onReturn } : undefined}
      secondary={{ label: 'Go to the start page', run: onHome }}
    >
      <span data-testid="farewell">{text}</span>
    </Notice>
  );
}
