import type { VNode } from 'preact';
import { inWords } from '../words.ts';

export function ErrorMessage({ error }: { readonly error: unknown }): VNode | null {
  if (error === undefined || error === null) {
    return null;
  }
  return (
    <p class="error" role="alert" data-testid="error-message">
      {inWords(error)}
    </p>
  );
}
