import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A video element that shows a stream; `srcObject` has no attribute form. */
export function useStream(stream: MediaStream | undefined): RefObject<HTMLVideoElement | null> {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (element.current !== null && element.current.srcObject !== (stream ?? null)) {
      element.current.srcObject = stream ?? null;
    }
  }, [stream]);
  return element;
}
