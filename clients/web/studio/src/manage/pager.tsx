import type { PageInfo } from '@serverless-live/sdk';
import type { VNode } from 'preact';

interface PagerProps {
  readonly info: PageInfo;
  readonly onTurn: (page: number) => void;
}

/** Lists begin with the newest. */
export function Pager({ info: { currentPage, lastPage, total }, onTurn }: PagerProps): VNode | null {
  if (lastPage <= 1) {
    return null;
  }
  return (
    <nav class="pager" aria-label="Pages">
      <button type="button" class="button small" disabled={currentPage <= 1} onClick={() => onTurn(currentPage - 1)}>Newer</button>
      <span class="muted">Page {currentPage} of {lastPage}, {total} in all</span>
      <button type="button" class="button small" disabled={currentPage >= lastPage} onClick={() => onTurn(currentPage + 1)}>Older</button>
    </nav>
  );
}
