import type { VNode } from 'preact';
import { Icon, type IconName } from '../ui/icon.tsx';

export interface Control {
  readonly id: string;
  readonly icon: IconName;
  /** Of a toggle it stays the same; whether it is on is `pressed`. */
  readonly label: string;
  /** What a press does, where the label does not say it. */
  readonly hint?: string;
  readonly run: () => void;
  readonly pressed?: boolean;
  /** `off`: a device that is silent or dark. `leave` ends it for oneself, `danger` for others. */
  readonly tone?: 'off' | 'leave' | 'danger' | 'active' | undefined;
  readonly count?: number;
  readonly shortcut?: string;
}

export function ControlBar({ controls }: { readonly controls: readonly Control[] }): VNode {
  return (
    <div class="control-bar" role="toolbar" aria-label="Controls">
      {controls.map(({ id, icon, label, hint = label, run, pressed, tone, count = 0, shortcut }) => (
        <button
          key={id}
          type="button"
          class={`control ${tone ?? ''}`}
          data-testid={id}
          aria-pressed={pressed}
          aria-keyshortcuts={shortcut}
          title={shortcut === undefined ? hint : `${hint} (${shortcut})`}
          onClick={run}
        >
          <span class="control-face">
            <Icon name={icon} />
            {count > 0 && <span class="count" data-testid={`${id}-count`}>{count > 99 ? '99+' : count}</span>}
          </span>
          <span class="control-label">{label}</span>
        </button>
      ))}
    </div>
  );
}
