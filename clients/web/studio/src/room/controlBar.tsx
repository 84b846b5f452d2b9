import type { VNode } from 'preact';
import { Icon, type IconName } from '../ui/icon.tsx';

export interface Control {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
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
      {controls.map(({ id, icon, label, run, pressed, tone, count = 0, shortcut }) => (
        <button
          key={id}
          type="button"
          class={`control ${tone ?? ''}`}
          data-testid={id}
          aria-pressed={pressed}
          aria-keyshortcuts={shortcut}
          title={shortcut === undefined ? label : `${label} (${shortcut})`}
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
