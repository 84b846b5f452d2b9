import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

interface CopyButtonProps {
  readonly label: string;
  readonly link: string | undefined;
  readonly testId: string;
}

/** The link is also in `data-link`: clipboards are closed to tests and to some browsers. */
export function CopyButton({ label, link, testId }: CopyButtonProps): VNode {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (copied) {
      const timer = setTimeout(() => setCopied(false), 2000);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [copied]);
  const copy = async (): Promise<void> => {
    if (link === undefined) {
      return;
    }
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      prompt('Copy this link', link);
    }
  };
  return (
    <button
      type="button"
      class="button small"
      data-testid={testId}
      data-link={link}
      disabled={link === undefined}
      onClick={() => void copy()}
    >
      <Icon name={copied ? 'check' : 'link'} />
      <span aria-live="polite">{copied ? 'Copied' : label}</span>
    </button>
  );
}
