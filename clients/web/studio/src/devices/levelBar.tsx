import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { useMicrophoneLevel } from './useMicrophoneLevel.ts';

/** Moves by a transform, so that the page is not laid out again for each syllable. */
export function LevelBar({ track }: { readonly track: MediaStreamTrack | undefined }): VNode {
  const bar = useRef<HTMLSpanElement>(null);
  useMicrophoneLevel(track, (level) => {
    if (bar.current !== null) {
      bar.current.style.transform = `scaleX(${Math.min(1, Math.sqrt(level) * 1.6).toFixed(3)})`;
    }
  });
  return (
    <span class="level" role="img" aria-label="Microphone level" data-testid="mic-level">
      <span ref={bar} />
    </span>
  );
}
