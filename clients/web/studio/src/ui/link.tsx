import type { ComponentChildren, VNode } from 'preact';
import { navigate } from '../router.ts';

interface LinkProps {
  readonly to: string;
  readonly class?: string;
  readonly testId?: string;
  readonly current?: boolean;
  readonly children: ComponentChildren;
}

/** To another page of the Studio, without loading it anew; with a modifier it is the browser's own link. */
export function Link({ to, class: name, testId, current, children }: LinkProps): VNode {
  return (
    <a
      href={to}
      class={name}
      data-testid={testId}
      aria-current={current === true ? 'page' : undefined}
      onClick={(event) => {
        if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
          event.preventDefault();
          navigate(to);
        }
      }}
    >
      {children}
    </a>
  );
}
