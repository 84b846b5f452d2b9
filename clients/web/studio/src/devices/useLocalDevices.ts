import { useEffect, useMemo, useState } from 'preact/hooks';
import { LocalDevices, type LocalDevicesState } from './localDevices.ts';

export interface LocalDevicesHandle {
  readonly devices: LocalDevices;
  readonly state: LocalDevicesState;
}

export function useLocalDevices(): LocalDevicesHandle {
  const [, setState] = useState<LocalDevicesState>();
  const devices = useMemo(() => new LocalDevices(setState), []);
  useEffect(() => {
    devices.watch();
    return () => devices.close();
  }, [devices]);
  return { devices, state: devices.state };
}
