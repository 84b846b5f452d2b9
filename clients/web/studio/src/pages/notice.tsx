import type { ComponentChildren, VNode } from 'preact';
import { Brand } from '../ui/brand.tsx';

interface NoticeProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly busy?: boolean;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  readonly secondary?: { readonly label: string; readonly run: () => void } | undefined;
}

/** One thing to say, and a way on. */
export function Notice({ title, children, busy = false, action, secondary }: NoticeProps): VNode {
  return (
    <div class="page">
      <header class="page-header">
        <Brand />
      </header>
      <main class="card narrow centered" aria-busy={busy}>
        {busy && <div class="spinner" />}
        <h1>{title}</h1>
        <div class="muted" role="status">{children}</div>
        {action && (
          <button type="button" class="button primary" onClick={action.run}>
            {action.label}
          </button>
        )}
        {secondary && (
          <button type="button" class="button quiet" onClick={secondary.run}>
            {secondary.label}
          </button>
        )}
      </main>
    </div>
  );
}
