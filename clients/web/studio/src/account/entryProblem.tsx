import type { VNode } from 'preact';

/** Always in the page, so that a screen reader says what comes into it. */
export function EntryProblem({ problem }: { readonly problem: string | undefined }): VNode {
  return (
    <div role="alert">
      {problem !== undefined && <p class="error" data-testid="error-message">{problem}</p>}
    </div>
  );
}
