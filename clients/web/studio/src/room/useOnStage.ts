import type { Room } from '@serverless-live/sdk';
import { useEffect, useState } from 'preact/hooks';
import type { DeviceKind } from '../devices/localDevices.ts';
import type { LocalDevicesHandle } from '../devices/useLocalDevices.ts';
import { startSharing, stopSharing, type ScreenContent } from './screenSharing.ts';

export interface OnStage {
  readonly error: unknown;
  readonly toggle: (kind: DeviceKind) => void;
  /** Publishes what the pickers chose. */
  readonly publishCurrent: (kind: DeviceKind) => void;
  readonly toggleScreen: () => void;
  readonly screenContent: ScreenContent;
  /** Also of the share that is on. */
  readonly setScreenContent: (content: ScreenContent) => void;
}

/** Keeps what is published in step with the devices. */
export function useOnStage(room: Room, { devices, state }: LocalDevicesHandle): OnStage {
  const [error, setError] = useState<unknown>();
  const [screenContent, chooseScreenContent] = useState<ScreenContent>('detail');
  const guard = (action: () => Promise<void>): void => {
    setError(undefined);
    action().catch(setError);
  };
  const follow = async (kind: DeviceKind): Promise<void> => {
    const { on, track, error: deviceError } = devices.state[kind];
    setError(deviceError);
    if (on && track !== undefined) {
      await room.publish(kind, track);
    } else {
      await room.setMuted(kind, true);
    }
  };
  // A device may open only now: the permission was still being asked for when the person went live.
  useEffect(() => {
    for (const kind of ['camera', 'microphone'] as const) {
      const { on, track } = state[kind];
      const isNew = on && track !== undefined && room.localTrack(kind) !== track;
      // Unplugged, or taken by the system: nobody pressed a button.
      const isGone = track === undefined && room.tracks.some((each) => each.source === kind && each.state === 'live');
      if (isNew || isGone) {
        guard(() => follow(kind));
      }
    }
  }, [room, state.camera.track, state.microphone.track]);
  return {
    error,
    toggle: (kind) => guard(async () => {
      await devices.toggle(kind);
      await follow(kind);
    }),
    publishCurrent: (kind) => guard(() => follow(kind)),
    toggleScreen: () => guard(async () => {
      if (room.localTrack('screen') === undefined) {
        await startSharing(room, screenContent, () => guard(() => stopSharing(room)));
      } else {
        await stopSharing(room);
      }
    }),
    screenContent,
    setScreenContent: (content) => {
      chooseScreenContent(content);
      const track = room.localTrack('screen');
      if (track !== undefined) {
        track.contentHint = content;
      }
    },
  };
}
