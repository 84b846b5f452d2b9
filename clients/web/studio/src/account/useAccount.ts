import { useEffect, useState } from 'preact/hooks';
import { account } from '../api.ts';
import { signInKey } from '../memory.ts';
import type { Standing } from './account.ts';

/** Who is here, as this tab or another one changes it. Pages that do not ask never trouble the server about it. */
export function useAccount(): Standing {
  const [standing, setStanding] = useState(account.standing);
  useEffect(() => {
    const follow = (): void => setStanding(account.standing);
    const stop = account.on(follow);
    void account.start();
    // It may have changed since this was drawn.
    follow();
    return stop;
  }, []);
  return standing;
}

/** Once for the whole app. */
export function useAccountOfOtherTabs(): void {
  useEffect(() => {
    const look = ({ key }: StorageEvent): void => {
      if ((key === signInKey || key === null) && account.standing.kind !== 'asking') {
        void account.look();
      }
    };
    addEventListener('storage', look);
    return () => removeEventListener('storage', look);
  }, []);
}
