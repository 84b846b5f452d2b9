import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useStream } from './useStream.ts';

/** After this long without a first frame, something is wrong and the person should be told. */
const lateMs = 5_000;

export interface Picture {
  readonly video: RefObject<HTMLVideoElement | null>;
  /** `waiting` until the first frame, `late` when it does not come. */
  readonly state: 'waiting' | 'showing' | 'late';
}

/** A video element that is worth showing only once it has something to show: before that it is black. */
export function usePicture(stream: MediaStream | undefined): Picture {
  const video = useStream(stream);
  const [state, setState] = useState<Picture['state']>('waiting');
  useEffect(() => {
    setState('waiting');
    const element = video.current;
    if (element === null || stream === undefined) {
      return undefined;
    }
    const look = (): void => {
      if (element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
        clearTimeout(timer);
        setState('showing');
      }
    };
    const timer = setTimeout(() => setState('late'), lateMs);
    element.addEventListener('loadeddata', look);
    look();
    return () => {
      clearTimeout(timer);
      element.removeEventListener('loadeddata', look);
    };
  }, [stream, video]);
  return { video, state };
}
