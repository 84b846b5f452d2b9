import { useCallback, useEffect, useState } from 'preact/hooks';

export interface Load<T> {
  /** Of the last load that went well, also while the next one runs. */
  readonly value: T | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** Reads something when the page opens, and again whenever `what` changes. An answer that comes after a newer question is dropped. */
export function useLoad<T>(what: string, read: () => Promise<T>): Load<T> {
  const [state, setState] = useState<Omit<Load<T>, 'reload'>>({ value: undefined, error: undefined, isLoading: true });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    setState(({ value }) => ({ value, error: undefined, isLoading: true }));
    read().then(
      (value) => { if (isCurrent) { setState({ value, error: undefined, isLoading: false }); } },
      (error: unknown) => { if (isCurrent) { setState(({ value }) => ({ value, error, isLoading: false })); } },
    );
    return () => { isCurrent = false; };
  }, [what, turn]);
  return { ...state, reload: useCallback(() => setTurn((count) => count + 1), []) };
}
