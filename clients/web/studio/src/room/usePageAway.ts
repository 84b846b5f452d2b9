import { useEffect, useState } from 'preact/hooks';

/** Who only glances at another tab should find the picture as it was. */
const graceMs = 5_000;

/** Whether the tab has been in the background for some seconds. */
export function usePageAway(): boolean {
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') {
        setAway(false);
      } else {
        timer = setTimeout(() => setAway(true), graceMs);
      }
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return isAway;
}
