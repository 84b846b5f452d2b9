import { LevelMeter } from '@serverless-live/sdk';
import { useEffect, useRef } from 'preact/hooks';

/** Calls back with 0 to 1, about as often as the screen draws. */
export function useMicrophoneLevel(track: MediaStreamTrack | undefined, onLevel: (level: number) => void): void {
  const latest = useRef(onLevel);
  latest.current = onLevel;
  useEffect(() => {
    if (track === undefined) {
      latest.current(0);
      return undefined;
    }
    const meter = new LevelMeter(track);
    let frame = requestAnimationFrame(function draw() {
      latest.current(meter.read());
      frame = requestAnimationFrame(draw);
    });
    return () => {
      cancelAnimationFrame(frame);
      meter.close();
    };
  }, [track]);
}
