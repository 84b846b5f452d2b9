import type { InviteRole, RoomCodecs, VideoCodec } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { DevicePickers } from '../devices/devicePickers.tsx';
import { LevelBar } from '../devices/levelBar.tsx';
import type { DeviceKind } from '../devices/localDevices.ts';
import type { LocalDevicesHandle } from '../devices/useLocalDevices.ts';
import { memory } from '../memory.ts';
import { Brand } from '../ui/brand.tsx';
import { ErrorMessage } from '../ui/errorMessage.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { useStream } from '../ui/useStream.ts';
import { useTrackStream } from '../ui/useTrackStream.ts';
import { sendableCodecs } from './videoFormats.ts';

interface GreenRoomProps {
  readonly title: string;
  readonly role: InviteRole;
  /** What pictures are sent in unless the person chooses another. */
  readonly codec: VideoCodec;
  /** What the room allows. */
  readonly codecs: RoomCodecs;
  readonly local: LocalDevicesHandle;
  readonly error: unknown;
  readonly onGoLive: (displayName: string, options: StageOptions) => void;
}

/** What is fixed once one is live. */
export interface StageOptions {
  /** Neither sends pictures nor receives any. */
  readonly isVoiceOnly: boolean;
  readonly codec: VideoCodec;
}

/** Where a host looks into the mirror before going on. */
export function GreenRoom({ title, role, codec: usual, codecs, local, error, onGoLive }: GreenRoomProps): VNode {
  const [name, setName] = useState(memory.displayName.get());
  const [isVoiceOnly, setVoiceOnly] = useState(false);
  const [codec, setCodec] = useState(usual);
  const { devices, state } = local;
  const chooseVoiceOnly = (chosen: boolean): void => {
    setVoiceOnly(chosen);
    if (chosen) {
      devices.turnOff('camera');
    } else {
      void devices.open('camera');
    }
  };
  useEffect(() => {
    void devices.prepare();
  }, [devices]);
  const goLive = (): void => {
    memory.displayName.set(name.trim());
    onGoLive(name.trim(), { isVoiceOnly, codec });
  };
  return (
    <div class="page">
      <header class="page-header">
        <Brand />
      </header>
      <main class="green-room">
        <Preview local={local} isVoiceOnly={isVoiceOnly} />
        <form
          class="card"
          onSubmit={(event) => {
            event.preventDefault();
            goLive();
          }}
        >
          <p class="eyebrow">{role === 'moderator' ? 'You run this room' : 'You are invited to the stage'}</p>
          <h1 data-testid="room-name">{title === '' ? 'Get ready to go live' : title}</h1>
          <label class="field">
            <span>Your name</span>
            <input data-testid="display-name" value={name} maxLength={100} required autocomplete="name"
              onInput={(event) => setName(event.currentTarget.value)} />
          </label>
          <DevicePickers {...local} isVoiceOnly={isVoiceOnly} />
          {!isVoiceOnly && <CodecPicker codec={codec} codecs={codecs} onChange={setCodec} />}
          <div class="field">
            <span>Microphone level</span>
            <LevelBar track={state.microphone.on ? state.microphone.track : undefined} />
          </div>
          <fieldset class="options">
            <legend class="sr-only">Options</legend>
            <Option testId="music-mode" label="Music" hint="Stereo, without voice clean-up" isOn={state.sound === 'music'}
              onChange={(on) => void devices.setSound(on ? 'music' : 'speech')} />
            <Option testId="voice-only" label="Voice only" hint="No video is sent or received" isOn={isVoiceOnly} onChange={chooseVoiceOnly} />
          </fieldset>
          <ErrorMessage error={state.camera.error ?? state.microphone.error} />
          <ErrorMessage error={error} />
          <button type="submit" class="button live wide" data-testid="go-live">Go live</button>
          <p class="muted small-print">Everyone with the link can see and hear you once you are live.</p>
        </form>
      </main>
    </div>
  );
}

interface CodecPickerProps {
  readonly codec: VideoCodec;
  readonly codecs: RoomCodecs;
  readonly onChange: (codec: VideoCodec) => void;
}

function CodecPicker({ codec, codecs, onChange }: CodecPickerProps): VNode {
  const sendable = useMemo(() => sendableCodecs(codecs), [codecs]);
  return (
    <label class="field">
      <span>Video format <em>of those that the room has</em></span>
      <select data-testid="codec" value={codec} onChange={({ currentTarget }) => onChange(sendable.find(([each]) => each === currentTarget.value)?.[0] ?? 'vp8')}>
        {sendable.map(([each, label]) => <option key={each} value={each}>{label}</option>)}
      </select>
    </label>
  );
}

interface OptionProps {
  readonly testId: string;
  readonly label: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly onChange: (on: boolean) => void;
}

function Option({ testId, label, hint, isOn, onChange }: OptionProps): VNode {
  return (
    <label class="option">
      <input type="checkbox" data-testid={testId} checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      <span>{label} <em>{hint}</em></span>
    </label>
  );
}

function Preview({ local: { devices, state }, isVoiceOnly }: { readonly local: LocalDevicesHandle; readonly isVoiceOnly: boolean }): VNode {
  const video = useStream(useTrackStream(state.camera.track));
  const toggle = (kind: DeviceKind, on: IconName, off: IconName, label: string): VNode => (
    <button
      type="button"
      class={`button round ${state[kind].on ? '' : 'off'}`}
      aria-pressed={state[kind].on}
      aria-label={label}
      title={label}
      onClick={() => void devices.toggle(kind)}
    >
      <Icon name={state[kind].on ? on : off} />
    </button>
  );
  return (
    <div class="preview">
      <video ref={video} class="mirrored" autoplay muted playsInline hidden={state.camera.track === undefined} data-testid="preview" />
      {state.camera.track === undefined && <p class="preview-empty">{isVoiceOnly ? 'You will be heard, not seen' : 'Your camera is off'}</p>}
      <div class="preview-controls">
        {toggle('microphone', 'microphone', 'microphoneOff', 'Microphone')}
        {!isVoiceOnly && toggle('camera', 'camera', 'cameraOff', 'Camera')}
      </div>
    </div>
  );
}
