import type { Device } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import type { DeviceKind } from './localDevices.ts';
import type { LocalDevicesHandle } from './useLocalDevices.ts';

interface DevicePickersProps extends LocalDevicesHandle {
  readonly isVoiceOnly?: boolean;
  readonly onChosen?: (kind: DeviceKind) => void;
}

export function DevicePickers({ devices, state, isVoiceOnly = false, onChosen }: DevicePickersProps): VNode {
  const picker = (kind: DeviceKind, label: string, list: readonly Device[]): VNode => (
    <label class="field">
      <span>{label}</span>
      <select
        data-testid={`${kind}-picker`}
        value={state[kind].track?.getSettings().deviceId ?? ''}
        disabled={list.length === 0}
        onChange={(event) => void devices.open(kind, event.currentTarget.value).then(() => onChosen?.(kind))}
      >
        {list.length === 0 && <option value="">None found</option>}
        {state[kind].track === undefined && list.length > 0 && <option value="">Off</option>}
        {list.map(({ id, label: name }) => (
          <option key={id} value={id}>{name}</option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="pickers">
      {!isVoiceOnly && picker('camera', 'Camera', state.available.cameras)}
      {picker('microphone', 'Microphone', state.available.microphones)}
    </div>
  );
}
