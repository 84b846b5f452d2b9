import { LiveError } from '@serverless-live/sdk';
import { useState } from 'preact/hooks';
import { entryInWords, type EntryKind } from '../words.ts';
import { useWait } from './useWait.ts';

export interface Entry {
  readonly isBusy: boolean;
  /** What went wrong, or undefined. */
  readonly problem: string | undefined;
  /** Nothing is looked at before: too many mistakes. */
  readonly mustWait: boolean;
  readonly enter: (attempt: () => Promise<void>) => void;
}

/** One form that signs somebody in: busy while it tries, in words when it is refused, still while it must wait. */
export function useEntry(kind: EntryKind): Entry {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [left, wait] = useWait();
  const isPaused = error instanceof LiveError && error.code === 'rate_limited' && error.retryAfterSeconds !== undefined;
  return {
    isBusy,
    problem: error === undefined || (isPaused && left === 0) ? undefined : entryInWords(error, kind, left),
    mustWait: isPaused && left > 0,
    enter: (attempt) => {
      setBusy(true);
      setError(undefined);
      attempt().catch((problem: unknown) => {
        setError(problem);
        if (problem instanceof LiveError && problem.retryAfterSeconds !== undefined) {
          wait(problem.retryAfterSeconds);
        }
      }).finally(() => setBusy(false));
    },
  };
}
