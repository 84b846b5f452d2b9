import { useEffect, useRef } from 'preact/hooks';

/** Single keys, except while somebody types, answers a dialog, or holds a modifier (which belongs to the browser). */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]') !== null;
      const isAsked = document.querySelector('dialog[open]') !== null;
      if (!isTyping && !isAsked && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat) {
        latest.current[event.key.toLowerCase()]?.();
      }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
